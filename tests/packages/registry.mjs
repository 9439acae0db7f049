// A registry of npm packages on this machine: it has the tarballs of a folder, and sends for all others to the usual one.
//   node tests/packages/registry.mjs FOLDER [ELSEWHERE]     prints its address
// Without the address of another, there are no others.

import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'

const [folder, elsewhere] = process.argv.slice(2)
const files = readdirSync(folder).filter((file) => file.endsWith('.tgz'))
const packages = new Map(files.map(described).map((one) => [one.name, one]))

const server = createServer((request, response) => {
  const path = decodeURIComponent(request.url)
  const file = files.find((file) => path === `/-/${file}`)
  const known = packages.get(path.slice(1))
  if (file !== undefined) response.end(readFileSync(join(folder, file)))
  else if (known !== undefined) response.setHeader('content-type', 'application/json').end(JSON.stringify(document(known)))
  else if (elsewhere !== undefined) response.writeHead(302, { location: new URL(request.url, elsewhere).href }).end()
  else response.writeHead(404).end()
})
server.listen(0, '127.0.0.1', () => console.log(address()))

function address() {
  return `http://127.0.0.1:${server.address().port}`
}

function described(file) {
  const said = JSON.parse(execFileSync('tar', ['-xzOf', join(folder, file), 'package/package.json'], { encoding: 'utf8' }))
  const integrity = `sha512-${createHash('sha512').update(readFileSync(join(folder, file))).digest('base64')}`
  return { ...said, file, integrity }
}

/** What a registry tells of a package: its versions, of which there is one here. What is young, some clients do not install. */
function document({ file, integrity, ...said }) {
  const { name, version } = said
  const dist = { tarball: `${address()}/-/${file}`, integrity }
  return { name, 'dist-tags': { latest: version }, versions: { [version]: { ...said, dist } }, time: { [version]: '2020-01-01T00:00:00Z' } }
}
