// Replays a file of `cargo xtask parity` through the npm package: `node node.mjs FILE`.

import { readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { Client, InvalidEvent } from '../../node/index.mjs'

const [head, ...cases] = readFileSync(process.argv[2], 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line))
const clients = new Map()
const wrong = []

for (const { id, options, input_text: text, is_value: isValue, outcome, body, problems } of cases) {
  const key = JSON.stringify(options)
  if (!clients.has(key)) clients.set(key, new Client(options))
  const got = built(clients.get(key), isValue ? JSON.parse(text) : text)
  const expected = { outcome, body, problems }
  if (!isDeepStrictEqual(got, expected)) wrong.push({ id, expected, got })
}

const values = cases.filter(({ is_value: isValue }) => isValue).length
console.log(`Node, objects: ${cases.length} of ${head.count} events, ${values} as values, ${wrong.length} differ`)
for (const each of wrong.slice(0, 5)) console.log(JSON.stringify(each))
process.exitCode = wrong.length > 0 || cases.length !== head.count || values !== head.values ? 1 : 0

function built(client, event) {
  try {
    const body = client.build(event)
    const { outcome, problems } = client.explain(event)
    return { outcome, body, problems: problems.map(bare) }
  } catch (error) {
    if (!(error instanceof InvalidEvent)) throw error
    return { outcome: 'refused', body: null, problems: error.problems.map(bare) }
  }
}

function bare({ path, code, severity }) {
  return { path, code, severity }
}
