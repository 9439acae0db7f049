// The package as others get it: both kinds of modules, types, and an installation without scripts.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import * as esm from 'tiktok-capi'
import native from '../lib/native.js'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const execute = promisify(execFile)
const run = (program, ...words) => execute(program, words, { cwd: ROOT })
const tool = (name) => join(ROOT, 'node_modules', '.bin', name)

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
    const install = ['install', '--install-links', '--ignore-scripts', '--no-audit', '--no-fund', ROOT]
    await execute('npm', install, { cwd: folder })
    const code = `import { eventId } from 'tiktok-capi'; console.log(eventId('Purchase', 4711))`
    const { stdout } = await execute(process.execPath, ['--input-type=module', '--eval', code], { cwd: folder })
    assert.equal(stdout, 'e26ef224-15c0-5956-8cbb-6eaab9bb7cab\n')
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('the native part may lie in a package of its own', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tiktok-capi-'))
  try {
    const { stdout: packed } = await run('npm', 'pack', '--dry-run', '--json', '--ignore-scripts')
    const main = join(folder, 'node_modules', 'tiktok-capi')
    for (const { path } of JSON.parse(packed)[0].files.filter(({ path }) => !path.endsWith('.node'))) {
      await cp(join(ROOT, path), join(main, path), { recursive: true })
    }
    const lookUp = `try { require('tiktok-capi') } catch (error) { console.log(error.name, /README/.test(error.message)) }`
    const missing = await execute(process.execPath, ['--eval', lookUp], { cwd: folder })
    assert.equal(missing.stdout, 'AggregateError true\n')

    const addon = Object.keys(createRequire(import.meta.url).cache).find((path) => path.endsWith('.node'))
    const [, target] = /tiktok-capi\.(.+)\.node$/.exec(addon)
    const platform = join(folder, 'node_modules', `tiktok-capi-${target}`)
    await mkdir(platform)
    await cp(addon, join(platform, 'index.node'))
    await writeFile(join(platform, 'package.json'), JSON.stringify({ main: './index.node' }))
    const code = `console.log(require('tiktok-capi').eventId('Purchase', 4711))`
    const { stdout } = await execute(process.execPath, ['--eval', code], { cwd: folder })
    assert.equal(stdout, 'e26ef224-15c0-5956-8cbb-6eaab9bb7cab\n')
  } finally {
    await rm(folder, { recursive: true })
  }
})
