// Builds elements. Whatever an event holds gets in as text; nothing here reads markup.

/** `el('p.muted', {title: 'x', onclick}, 'text', child)`. */
export function el(name, properties = {}, ...children) {
  const [tag, ...classes] = name.split('.')
  const node = document.createElement(tag)
  node.classList.add(...classes)
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null) continue
    const isWord = /^(aria|data)-/.test(key)
    if (key.startsWith('on')) node.addEventListener(key.slice(2), value)
    else if (isWord || value !== false) node.setAttribute(key, value === true && !isWord ? '' : value)
  }
  node.append(...children.flat(3).filter((child) => child !== undefined && child !== null && child !== false))
  return node
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

/** Runs `work` once nobody has called for so many milliseconds. */
export function settled(work, milliseconds) {
  let timer
  return () => {
    clearTimeout(timer)
    timer = setTimeout(work, milliseconds)
  }
}
