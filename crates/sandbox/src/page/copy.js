// What goes to the clipboard: an event as JSON, or as the command that sends it again.

import { el } from './dom.js'

/** A button that copies what `text()` gives, and says so. */
export function copier(name, text) {
  const button = el('button.link', { type: 'button' }, name)
  button.addEventListener('click', async () => {
    button.textContent = (await copied(text())) ? 'Copied' : 'The browser does not let the page copy'
    setTimeout(() => {
      button.textContent = name
    }, 2_000)
  })
  return button
}

/** The command that sends an event to this sandbox; the token stays where it is, in the environment. */
export const curl = ({ event_source, event_source_id, test_event_code }, raw) =>
  command(
    `{"event_source":${JSON.stringify(event_source)},"event_source_id":${JSON.stringify(event_source_id)},` +
      `${test_event_code ? `"test_event_code":${JSON.stringify(test_event_code)},` : ''}"data":[${raw}]}`,
    '"Access-Token: $TIKTOK_ACCESS_TOKEN"',
  )

/** A first event, with a token that every sandbox takes unless it was given a list. */
export const firstEvent = () =>
  command(
    JSON.stringify({
      event_source: 'web',
      event_source_id: 'C4A',
      data: [
        {
          event: 'ViewContent',
          event_id: 'first',
          event_time: Math.floor(Date.now() / 1_000),
          page: { url: 'https://shop.example/' },
          user: { ttclid: 'E.C.P.first' },
        },
      ],
    }),
    "'Access-Token: any'",
  )

const command = (body, token) =>
  `curl ${location.origin}/open_api/v1.3/event/track/ \\\n  -H ${token} -H 'Content-Type: application/json' \\\n  -d ${quoted(body)}`

/** As one word of a shell. */
const quoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`

/** Tells whether the text is in the clipboard. Without TLS, seen from another machine, a page has no clipboard but a selection. */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return selected(text)
  }
}

function selected(text) {
  const field = el('textarea.unseen', { 'aria-hidden': 'true' })
  const before = document.activeElement
  field.value = text
  document.body.append(field)
  field.select()
  const isCopied = document.execCommand('copy')
  field.remove()
  before?.focus()
  return isCopied
}
