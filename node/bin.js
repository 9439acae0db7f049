#!/usr/bin/env node
'use strict'

// `npx tiktok-capi sandbox`: the program is a package of its own, which the project that this runs in may have.

const { createRequire } = require('node:module')
const { join } = require('node:path')

function program() {
  try {
    return createRequire(join(process.cwd(), 'package.json')).resolve('@tiktok-capi/program')
  } catch {
    return undefined
  }
}

const found = program()
if (found === undefined) {
  console.error(`tiktok-capi: the program is a package of its own. Once: npx @tiktok-capi/program ${process.argv.slice(2).join(' ')}
For a project: npm install --save-dev @tiktok-capi/program, and then npx tiktok-capi …`)
  process.exitCode = 127
} else {
  require(found)
}
