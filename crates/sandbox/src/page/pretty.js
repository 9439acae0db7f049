// Lays JSON out in lines without reading it: every number, escape and repeated key stays as it arrived.

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+/gs

export function pretty(json) {
  const out = []
  let depth = 0
  let last = ''
  const line = () => `\n${'  '.repeat(depth)}`
  for (const [token] of json.matchAll(TOKEN)) {
    const closes = token === '}' || token === ']'
    const isEmpty = last === '{' || last === '['
    if (closes) depth -= 1
    // Lines begin behind an opening bracket or a comma, and before a closing bracket.
    if (closes ? !isEmpty : isEmpty || last === ',') out.push(line())
    out.push(token === ':' ? ': ' : token)
    if (token === '{' || token === '[') depth += 1
    last = token
  }
  return out.join('')
}
