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

/** No answer came: the sandbox is away. The page says so at its top, and asks again when it is back. */
export class Away extends Error {}

/** Asks the sandbox; an answer that is no success is an error with its text and its status. */
export async function ask(path, body) {
  const post = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
  const away = () => Promise.reject(new Away('The sandbox cannot be reached.'))
  const response = await fetch(path, { ...post, cache: 'no-store' }).catch(away)
  const answer = await response.json().catch(away)
  if (!response.ok) throw Object.assign(new Error(answer.error), { status: response.status })
  return answer
}

/** What a node is to hold once nobody is in it. */
const held = new WeakMap()

/** Puts these into the node, in place of what it holds. */
export function put(node, children) {
  if (!held.has(node)) watch(node)
  held.set(node, undefined)
  const { scrollTop } = node
  node.replaceChildren(...children)
  node.scrollTop = scrollTop
}

/** As `put`, but never under somebody's hands: whoever has the focus or a pointer in there keeps what is there. */
export function renew(node, children) {
  if (!held.has(node)) watch(node)
  held.set(node, children)
  release(node)
}

function release(node) {
  const children = held.get(node)
  if (children && !node.matches(':focus-within, :active')) put(node, children)
}

/** Behind the event itself, so that a click finds what was clicked. */
function watch(node) {
  const later = () => setTimeout(() => release(node))
  node.addEventListener('focusout', later)
  for (const end of ['pointerup', 'pointercancel']) document.addEventListener(end, later)
}

/** Runs `work` alone: what is asked for meanwhile is done once more behind it. */
export function alone(work) {
  let [isRunning, isWanted] = [false, false]
  return async () => {
    isWanted = true
    if (isRunning) return
    isRunning = true
    try {
      while (isWanted) {
        isWanted = false
        await work()
      }
    } finally {
      isRunning = false
    }
  }
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
