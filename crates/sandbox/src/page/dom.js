// Builds elements. Whatever an event holds gets in as text; nothing here reads markup.

/** `el('p.muted', {title: 'x', onclick}, 'text', child)`; the properties may be left out. */
export function el(name, ...rest) {
  const properties = isProperties(rest[0]) ? rest.shift() : {}
  const [tag, ...classes] = name.split('.')
  const node = document.createElement(tag)
  node.classList.add(...classes)
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null) continue
    const isWord = /^(aria|data)-/.test(key)
    if (key.startsWith('on')) node.addEventListener(key.slice(2), value)
    else if (isWord || value !== false) node.setAttribute(key, value === true && !isWord ? '' : value)
  }
  node.append(...rest.flat(3).filter((child) => child !== undefined && child !== null && child !== false))
  return node
}

const isProperties = (value) => Boolean(value) && Object.getPrototypeOf(value) === Object.prototype

/** A bar that is filled so far; without a name it is for the eye alone. */
export function bar(percent, { tone, name } = {}) {
  const about = name ? { role: 'img', 'aria-label': name } : { 'aria-hidden': 'true' }
  const filled = el('span')
  filled.style.width = `${Math.min(100, Math.max(0, percent))}%`
  return el(tone ? `div.bar.${tone}` : 'div.bar', about, filled)
}

/** The element of that id. */
export const by = (id) => document.getElementById(id)

/** Asks the sandbox; an answer that is no success is an error with its text. */
export async function ask(path, body) {
  const post = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
  const response = await fetch(path, { ...post, cache: 'no-store' })
  const answer = await response.json()
  if (!response.ok) throw new Error(answer.error)
  return answer
}

/** Runs `work` at most once in so many milliseconds, and after the last call for certain. */
export function paced(work, milliseconds) {
  let timer
  return () => {
    timer ??= setTimeout(() => {
      timer = undefined
      work()
    }, milliseconds)
  }
}
