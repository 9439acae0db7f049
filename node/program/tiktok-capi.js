#!/usr/bin/env node
'use strict'

// Starts the program that npm brought for this platform, and ends as it ends.

const { spawn } = require('node:child_process')
const { constants } = require('node:os')
const { dirname, join } = require('node:path')

const { platform, arch } = process

function start(path) {
  const program = spawn(path, process.argv.slice(2), { stdio: 'inherit' })
  // Whoever stops this stops the program. A terminal sends Ctrl-C and Ctrl-\\ to both: a second one would mean "at once".
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGHUP']) {
    const isFromKeyboard = ['SIGINT', 'SIGQUIT'].includes(signal) && process.stdin.isTTY
    process.on(signal, () => isFromKeyboard || program.kill(signal))
  }
  program.on('error', ({ code }) => fail(`${path} does not start (${code})`))
  program.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + constants.signals[signal]
  })
}

function fail(why) {
  console.error(`tiktok-capi: ${why}`)
  process.exitCode = 127
}

function installed() {
  try {
    return dirname(require.resolve(`@tiktok-capi/program-${platform}-${arch}/package.json`))
  } catch {
    return undefined
  }
}

const folder = installed()
if (folder === undefined) {
  fail(`the package @tiktok-capi/program-${platform}-${arch} is missing: install again, on this machine and with optional packages`)
} else {
  start(join(folder, platform === 'win32' ? 'tiktok-capi.exe' : 'tiktok-capi'))
}
