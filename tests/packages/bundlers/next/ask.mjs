// Asks the built shop for a page and for an order: node ask.mjs ADDRESS

const { argv: [, , address] } = process
const page = await fetch(`${address}/?ttclid=E.C.P.x`)
const order = await fetch(`${address}/orders`, { method: 'POST' })
const keptByProxy = page.headers.getSetCookie().some((cookie) => cookie.startsWith('ttclid=E.C.P.x;'))
console.log(keptByProxy ? await order.text() : 'the click id was not kept')
