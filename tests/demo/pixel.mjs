// Opens a page as a visitor's browser would and lets its scripts run, until its Pixel has reported the conversion. Reads
// {url, html, cookies, userAgent, event} from standard input.

import { text } from 'node:stream/consumers'
import { CookieJar, JSDOM, ResourceLoader, VirtualConsole } from 'jsdom'

const page = JSON.parse(await text(process.stdin))
const cookieJar = new CookieJar()
for (const [name, value] of Object.entries(page.cookies)) cookieJar.setCookieSync(`${name}=${value}; Path=/`, page.url)

const reported = new Promise((resolve, reject) => {
  setTimeout(reject, 120_000, new Error('the Pixel did not report')).unref()
  new JSDOM(page.html, {
    url: page.url,
    cookieJar,
    runScripts: 'dangerously',
    resources: new ResourceLoader({ userAgent: page.userAgent }),
    virtualConsole: new VirtualConsole().on('jsdomError', reject),
    beforeParse(window) {
      // jsdom has no `fetch` of its own.
      window.fetch = async (address, { method, body }) => {
        const response = await fetch(address, { method, body })
        if (JSON.parse(body).event === page.event) resolve(response.status)
        return response
      }
    },
  })
})

process.exitCode = (await reported) === 200 ? 0 : 1
