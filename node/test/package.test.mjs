// The package as others get it: both kinds of modules, types, and an installation without scripts.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import * as esm from 'tiktok-capi'
import native from '../lib/native.js'
import { addons } from '../platforms.mjs'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const execute = promisify(execFile)
const run = (program, ...words) => execute(program, words, { cwd: ROOT })
const tool = (name) => join(ROOT, 'node_modules', '.bin', name)
const { stdout: told } = await run('npm', 'pack', '--dry-run', '--json', '--ignore-scripts')
const packed = JSON.parse(told)[0].files.map(({ path }) => path)

test('both kinds of modules give the same classes', () => {
  const cjs = createRequire(import.meta.url)('tiktok-capi')
  assert.deepEqual(Object.keys(esm).sort(), Object.keys(cjs).sort())
  for (const name of Object.keys(cjs)) assert.equal(esm[name], cjs[name], name)
})

test('what index.mjs exports is what index.js exports and the types declare', async () => {
  const types = await readFile(join(ROOT, 'index.d.mts'), 'utf8')
  for (const name of Object.keys(esm)) assert.match(types, new RegExp(`\\b${name},`))
})

test('every option is in the types', async () => {
  const types = await readFile(join(ROOT, 'catalog.d.ts'), 'utf8')
  const [, members] = types.split('export interface ClientOptions {')
  const typed = [...members.matchAll(/^ {2}(\w+)\?:/gm)].map(([, name]) => name)
  const inCamelCase = (name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase())
  assert.deepEqual(typed.sort(), native.options().map(inCamelCase).sort())
})

test('what each helper exports is what its types declare', async () => {
  const require = createRequire(import.meta.url)
  for (const name of ['express', 'fastify', 'testing']) {
    const types = await readFile(join(ROOT, `${name}.d.ts`), 'utf8')
    const declared = [...types.matchAll(/^export (?:function|const) (\w+)/gm)].map(([, declared]) => declared)
    assert.deepEqual(Object.keys(require(`tiktok-capi/${name}`)).sort(), declared.sort(), name)
  }
})

test('nothing is loaded of a framework that is not there', async () => {
  const code = `for (const name of ['', '/express', '/fastify', '/testing']) require('tiktok-capi' + name)
    console.log(Object.keys(require.cache).filter((path) => path.includes('node_modules')).length)`
  assert.equal((await run(process.execPath, '--eval', code)).stdout, '0\n')
})

test('tsc --strict accepts the types and what should be accepted, and refuses the rest', { timeout: 120_000 }, async () => {
  for (const [file, module] of PROGRAMS) {
    const config = { compilerOptions: { ...STRICT, ...MODULES[module] }, files: [file] }
    const path = join(ROOT, 'test', 'types', `tsconfig.${file}.json`)
    await writeFile(path, JSON.stringify(config))
    await run(tool('tsc'), '--project', path).catch(({ stdout }) => assert.fail(stdout)).finally(() => rm(path))
  }
})

const PROGRAMS = [
  ['types.mts', 'nodenext'],
  ['types.cts', 'commonjs'],
  ['frameworks.mts', 'nodenext'],
]
const STRICT = { strict: true, noEmit: true, exactOptionalPropertyTypes: true, skipLibCheck: false, types: ['node'], target: 'es2022' }
const MODULES = {
  nodenext: { module: 'nodenext', moduleResolution: 'nodenext' },
  commonjs: { module: 'node16', moduleResolution: 'node16' },
}

test('publint and attw find nothing', { timeout: 120_000 }, async () => {
  await run(tool('publint'), '--strict')
  await run(tool('attw'), '--pack', '.')
})

test('it installs elsewhere without a script and works there', { timeout: 120_000 }, async () => {
  const { scripts } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'))
  assert.deepEqual(Object.keys(scripts).filter((name) => /install|prepare/.test(name)), [])
  const folder = await mkdtemp(join(tmpdir(), 'tiktok-capi-'))
  try {
    await writeFile(join(folder, 'package.json'), '{"private": true}')
    const { stdout: tarball } = await execute('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: ROOT })
    await execute('npm', ['install', '--offline', '--no-audit', '--no-fund', `./${tarball.trim()}`], { cwd: folder })
    const code = `import { eventId } from 'tiktok-capi'; console.log(eventId('Purchase', 4711))`
    const { stdout } = await execute(process.execPath, ['--input-type=module', '--eval', code], { cwd: folder })
    assert.equal(stdout, 'e26ef224-15c0-5956-8cbb-6eaab9bb7cab\n')
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('the native part beside the files comes before a package\u2019s, which is the platform\u2019s own', async () => {
  const folder = await withoutNativePart()
  try {
    const [addon] = (await readdir(ROOT)).filter((path) => path.endsWith('.node'))
    const [, platform] = /^tiktok-capi\.(.+)\.node$/.exec(addon)
    const look = () => execute(process.execPath, ['--eval', `require('tiktok-capi')`], { cwd: folder })
    await assert.rejects(look, ({ stderr }) => stderr.includes(`It is the package @tiktok-capi/${platform}`))
    const place = join(folder, 'node_modules', '@tiktok-capi', platform)
    await mkdir(place, { recursive: true })
    await writeFile(join(place, 'package.json'), JSON.stringify({ main: addon }))
    await symlink(join(ROOT, addon), join(place, addon))
    await look()
    await rm(join(place, addon))
    await assert.rejects(look)
    await symlink(join(ROOT, addon), join(folder, 'node_modules', 'tiktok-capi', addon))
    await look()
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('a machine is told by its platform, and Linux by the C library of the process', async () => {
  const folder = await withoutNativePart()
  const said = async (before) => {
    const lookUp = `try { require('tiktok-capi') } catch ({ message, errors }) { console.log(errors.length, / on ([\\w-]+)\\./.exec(message)[1]) }`
    return (await execute(process.execPath, ['--eval', before + lookUp], { cwd: folder })).stdout.trim()
  }
  const on = (platform, maps) => `Object.defineProperties(process, { platform: { value: '${platform}' }, arch: { value: 'x64' } })
    const fs = require('node:fs'), { readFileSync } = fs
    const maps = () => { ${maps} }
    fs.readFileSync = (path, ...rest) => path === '/proc/self/maps' ? maps() : readFileSync(path, ...rest)\n`
  const mapped = (path) => on('linux', `return '7f00-7f01 r-xp 0 fe:01 99    ${path}\\n7f02-7f03 r-xp 0 fe:01 98    /usr/lib/libm.so\\n'`)
  try {
    for (const path of ['/lib/x86_64-linux-gnu/libc.so.6', '/lib64/libc-2.17.so', '/usr/lib/libc.so.6 (deleted)']) {
      assert.equal(await said(mapped(path)), '2 linux-x64-gnu', path)
    }
    for (const path of ['/lib/ld-musl-x86_64.so.1', '/usr/lib/libc.so']) assert.equal(await said(mapped(path)), '2 linux-x64-musl', path)
    assert.equal(await said(on('linux', `throw new Error('hidden')`)), '4 linux-x64-gnu')
    assert.equal(await said(on('win32', '')), '2 win32-x64-msvc')
    assert.equal(await said(on('sunos', '')), '2 sunos-x64')
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('the loader names the platforms that packages are made for', async () => {
  const code = await readFile(join(ROOT, 'lib', 'native.js'), 'utf8')
  const named = [...code.matchAll(/return require\('(.*)'\)/g)].map(([, name]) => name)
  assert.deepEqual(named, Object.keys(addons).flatMap((name) => [`../tiktok-capi.${name}.node`, `@tiktok-capi/${name}`]))
  for (const [, name, same] of code.matchAll(/case '(.*)':\n *return require\('(?:\.\.\/)?(.*)'\)/g)) assert.equal(same, name)
})

test('the command of the package is the program that the project has, or says how it comes', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tiktok-capi-'))
  const command = () => execute(process.execPath, [join(ROOT, 'bin.js'), 'sandbox', '--port', '0'], { cwd: folder })
  try {
    await assert.rejects(command, ({ code, stderr }) => code === 127 && /npx @tiktok-capi\/program sandbox --port 0/.test(stderr))
    const place = join(folder, 'node_modules', '@tiktok-capi', 'program')
    await cp(join(ROOT, 'program'), place, { recursive: true })
    await assert.rejects(command, ({ code, stderr }) => code === 127 && /@tiktok-capi\/program-\S+ is missing/.test(stderr))
    const own = join(folder, 'node_modules', '@tiktok-capi', `program-${process.platform}-${process.arch}`)
    await mkdir(own)
    await writeFile(join(own, 'package.json'), '{}')
    await writeFile(join(own, 'tiktok-capi'), '#!/bin/sh\necho "$@"\nexit 7\n', { mode: 0o755 })
    await assert.rejects(command, ({ code, stdout }) => code === 7 && stdout === 'sandbox --port 0\n')
    await writeFile(join(own, 'tiktok-capi'), '#!/bin/sh\nkill -KILL $$\n', { mode: 0o755 })
    await assert.rejects(command, ({ code }) => code === 137)
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('npm packs nothing without a native part', async () => {
  const folder = await withoutNativePart()
  try {
    const main = join(folder, 'node_modules', 'tiktok-capi')
    await cp(join(ROOT, 'prepack.mjs'), join(main, 'prepack.mjs'))
    const pack = () => execute('npm', ['pack', '--dry-run', '--json'], { cwd: main })
    await assert.rejects(pack, ({ code, stderr }) => code !== 0 && /no native part .*npm run build/.test(stderr))
    await writeFile(join(main, 'tiktok-capi.linux-x64-gnu.node'), '')
    assert.match((await pack()).stdout, /tiktok-capi\.linux-x64-gnu\.node/)
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('a bundler takes the native part along', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tiktok-capi-'))
  try {
    const { warnings } = await build({
      stdin: { contents: `import { eventId } from 'tiktok-capi'; console.log(eventId('Purchase', 4711))`, resolveDir: ROOT },
      bundle: true,
      platform: 'node',
      loader: { '.node': 'copy' },
      outfile: join(folder, 'shop.js'),
      logLevel: 'silent',
    })
    assert.deepEqual(warnings, [])
    const { stdout } = await execute(process.execPath, ['shop.js'], { cwd: folder })
    assert.equal(stdout, 'e26ef224-15c0-5956-8cbb-6eaab9bb7cab\n')
  } finally {
    await rm(folder, { recursive: true })
  }
})

/** A folder where the package is installed as npm packs it, but for its native part. */
async function withoutNativePart() {
  const folder = await mkdtemp(join(tmpdir(), 'tiktok-capi-'))
  for (const path of packed.filter((path) => !path.endsWith('.node'))) {
    await cp(join(ROOT, path), join(folder, 'node_modules', 'tiktok-capi', path), { recursive: true })
  }
  return folder
}
