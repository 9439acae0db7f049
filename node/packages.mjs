// Makes the npm packages of a release. The JavaScript is one, each native part one of its own with what it fits, so that npm brings
// the one that does; and likewise the program.
//   node packages.mjs FROM TO [NAME]...    NAMEs of platforms.mjs; all of them when none is named
// FROM has what was built: `tiktok-capi.linux-x64-gnu.node`, `program-linux-x64`, `program-win32-x64.exe`, and the licences of what
// is linked in, as `THIRD-PARTY-NOTICES.node` and `THIRD-PARTY-NOTICES.program`. TO gets the tarballs.

import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { addons, programs } from './platforms.mjs'

const [from, to, ...asked] = process.argv.slice(2)
const here = fileURLToPath(new URL('.', import.meta.url))
const read = (path) => JSON.parse(readFileSync(join(here, path), 'utf8'))
const { private: _, scripts, devDependencies, ...main } = read('package.json')

const unknown = asked.filter((name) => !(name in addons) && !(name in programs))
if (unknown.length > 0) throw new Error(`not in platforms.mjs: ${unknown.join(', ')}`)

const stage = mkdtempSync(join(tmpdir(), 'tiktok-capi-npm-'))
try {
  mkdirSync(to, { recursive: true })
  const natives = chosen(addons).map(addon)
  const started = chosen(programs).map(program)
  if (natives.length > 0) javascript(natives)
  if (started.length > 0) launcher(started)
} finally {
  rmSync(stage, { recursive: true })
}

function chosen(table) {
  return Object.entries(table).filter(([name]) => asked.length === 0 || asked.includes(name))
}

function addon([name, fits]) {
  const file = `tiktok-capi.${name}.node`
  const said = { description: `The native part of the npm package tiktok-capi for ${name}, which brings it along.`, main: file }
  return platform(name, fits, said, { file, source: file, notices: 'THIRD-PARTY-NOTICES.node' })
}

function program([name, fits]) {
  const end = fits.os === 'win32' ? '.exe' : ''
  const said = { description: `The program of the npm package @tiktok-capi/program for ${fits.os} ${fits.cpu}, which brings it along.` }
  return platform(name, fits, said, { file: `tiktok-capi${end}`, source: `${name}${end}`, notices: 'THIRD-PARTY-NOTICES.program' })
}

/** Packs what was built for one platform. A package manager that keeps packages packed has to lay this one out. */
function platform(end, fits, said, { file, source, notices }) {
  const name = `@tiktok-capi/${end}`
  const only = Object.fromEntries(Object.entries(fits).map(([key, value]) => [key, [value]]))
  const folder = packageOf({ name, ...said, ...only, preferUnplugged: true, files: [file, 'THIRD-PARTY-NOTICES', 'LICENSE-*'] })
  writeFileSync(join(folder, 'README.md'), `# ${name}\n\n${said.description}\n`)
  cpSync(join(from, source), join(folder, file))
  chmodSync(join(folder, file), 0o755) // what carries files between machines may forget it
  cpSync(join(from, notices), join(folder, 'THIRD-PARTY-NOTICES'))
  return pack(folder, name)
}

function javascript(natives) {
  const files = main.files.filter((name) => !name.endsWith('.node'))
  const folder = packageOf({ ...main, files, optionalDependencies: exactly(natives) })
  const told = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: here, encoding: 'utf8' })
  const packed = JSON.parse(told)[0].files.map(({ path }) => path)
  for (const path of packed.filter((path) => path !== 'package.json' && !path.endsWith('.node'))) cpSync(join(here, path), join(folder, path))
  pack(folder, main.name)
}

function launcher(started) {
  const { private: _, ...said } = read('program/package.json')
  const folder = packageOf({ ...said, optionalDependencies: exactly(started) })
  for (const file of ['README.md', 'tiktok-capi.js']) cpSync(join(here, 'program', file), join(folder, file))
  pack(folder, said.name)
}

// A native part of another version would be read wrongly.
function exactly(names) {
  return Object.fromEntries(names.map((name) => [name, main.version]))
}

/** A folder for a package. What is true of all stands in package.json beside this file alone. */
function packageOf(said) {
  const { version, keywords, repository, license, engines, type } = main
  const folder = join(stage, said.name)
  mkdirSync(folder, { recursive: true })
  const { name, ...more } = said
  const whole = { name, version, keywords, repository, license, engines, type, ...more }
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(whole, null, 2)}\n`)
  for (const file of ['LICENSE-APACHE', 'LICENSE-MIT']) cpSync(join(here, file), join(folder, file))
  return folder
}

function pack(folder, name) {
  const told = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', resolve(to)], { cwd: folder, encoding: 'utf8' })
  const [{ filename, unpackedSize }] = JSON.parse(told)
  console.log(`${filename} (${(unpackedSize / 1e6).toFixed(1)} MB unpacked)`)
  return name
}
