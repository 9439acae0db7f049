// Lays JSON out in lines without reading it: every number, escape and repeated key stays as it arrived.

/** What a token begins with, or the whole of it. A string is too long for any pattern when it has megabytes. */
const BEGIN = /"|[{}[\],:]|[^\s"{}[\],:]+/g

export function pretty(json) {
  const out = []
  let depth = 0
  let last = ''
  const line = () => `\n${'  '.repeat(depth)}`
  for (const token of tokens(json)) {
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

function* tokens(json) {
  BEGIN.lastIndex = 0
  for (let found = BEGIN.exec(json); found; found = BEGIN.exec(json)) {
    if (found[0] === '"') {
      BEGIN.lastIndex = closing(json, found.index) + 1
      yield json.slice(found.index, BEGIN.lastIndex)
    } else yield found[0]
  }
}

/** The place of the mark that ends the string which begins there; the last one of the text when none does. */
function closing(json, start) {
  let at = start
  do {
    at = json.indexOf('"', at + 1)
    if (at < 0) return json.length - 1
  } while (isEscaped(json, at))
  return at
}

function isEscaped(json, at) {
  let before = at
  while (json[before - 1] === '\\') before -= 1
  return (at - before) % 2 === 1
}
