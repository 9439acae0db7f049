'use strict'

// For the App Router of Next 16: a visitor in route handlers, server actions and pages, and the proxy that keeps the
// click id. Next knows only the headers of a request, so the proxy hands the address on in one.

const { headers: incoming } = require('next/headers')
const { NextResponse } = require('next/server')
const { invalid, settings, visit } = require('./lib/request.js')

const ADDRESS = 'x-tiktok-capi-url'

function conversions(capi, options) {
  const set = settings(capi, options, ['trustedProxies'])
  const { trustedProxies = 0 } = set
  if (!Number.isInteger(trustedProxies) || trustedProxies < 0) throw invalid('trustedProxies', 'Give a number from 0 on.')

  const visitOf = (headers, url, tell) => {
    // The connection's other end is not told, so there is an address only where a proxy of your own wrote it.
    const parts = () => ({ url, headers, remoteAddr: '', trustedProxies })
    return visit(set, parts, headers, tell)
  }

  // A layout, its page and an action may all ask for the visitor of one request, whose headers are one object.
  const visitors = new WeakMap()

  const firstVisit = (headers) => {
    const address = headers.get(ADDRESS)
    // What is wrong with a request was told already by the proxy that it came through.
    const tell = address === null ? set.onError : () => {}
    const visitor = visitOf(headers, address ?? headers.get('referer') ?? undefined, tell)
    visitors.set(headers, visitor)
    return visitor
  }

  return {
    async visitor() {
      const headers = await incoming()
      return visitors.get(headers) ?? firstVisit(headers)
    },

    proxy(request) {
      const url = addressOf(request)
      const headers = new Headers(request.headers)
      headers.set(ADDRESS, url)
      const response = NextResponse.next({ request: { headers } })
      for (const { header } of visitOf(headers, url).cookies) response.headers.append('Set-Cookie', header)
      return response
    },
  }
}

// As the visitor's browser has it: Next's own has the host that it listens on.
function addressOf({ url, headers }) {
  const { protocol, pathname, search } = new URL(url)
  const first = (name) => headers.get(name)?.split(',')[0].trim()
  const scheme = first('x-forwarded-proto') ?? protocol.slice(0, -1)
  return `${scheme}://${first('x-forwarded-host') ?? first('host')}${pathname}${search}`
}

exports.conversions = conversions
