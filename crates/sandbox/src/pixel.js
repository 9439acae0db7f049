// A stand-in for TikTok's events.js: it takes over the queue that the base code filled, and reports to the sandbox
// that served it. It keeps to what is documented of the real one; its reports have the shape of Events API 1.0.
(function (window, document) {
  'use strict'
  var source = new URL(document.currentScript.src)
  var name = window.TiktokAnalyticsObject || 'ttq'
  var queue = (window[name] = window[name] || [])
  if (queue.sandbox) return
  queue.sandbox = true

  var pixels = Object.keys(queue._i || {})
  var sdkid = source.searchParams.get('sdkid')
  if (sdkid && pixels.indexOf(sdkid) < 0) pixels.push(sdkid)
  var user = {}
  var held = null // reports that wait for consent
  var revoked = false
  var last = Promise.resolve() // hashing takes time, and reports keep their order

  function cookie(key) {
    var found = ('; ' + document.cookie).split('; ' + key + '=')[1]
    return found && decodeURIComponent(found.split(';')[0])
  }

  function keep(key, value, days) {
    document.cookie = key + '=' + encodeURIComponent(value) + '; path=/; SameSite=Lax; max-age=' + days * 86400
  }

  function clickId() {
    var given = new URL(window.location.href).searchParams.get('ttclid')
    if (given) keep('ttclid', given, 30)
    return given || cookie('ttclid')
  }

  function browserId() {
    var id = cookie('_ttp')
    if (id) return id
    var letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
    var chance = window.crypto.getRandomValues(new Uint8Array(27))
    id = Array.from(chance, function (byte) { return letters[byte % 62] }).join('')
    keep('_ttp', id, 390)
    return id
  }

  function sha256(text) {
    if (/^[0-9a-f]{64}$/i.test(text)) return Promise.resolve(text)
    // Without a secure context there is no hash, and nothing is reported in the clear instead.
    if (!window.crypto.subtle) return Promise.resolve(undefined)
    return window.crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)).then(function (digest) {
      return Array.from(new Uint8Array(digest), function (byte) { return ('0' + byte.toString(16)).slice(-2) }).join('')
    })
  }

  // The real one reads national numbers too; here a number is taken with its `+` and country code only.
  function phone(text) {
    var digits = '+' + text.replace(/[^0-9]/g, '')
    return text.trim()[0] === '+' ? sha256(digits) : /^[0-9a-f]{64}$/i.test(text) ? text : undefined
  }

  function identify(given) {
    var ours = {
      email: given.sha256_email || (given.email && sha256(String(given.email).trim().toLowerCase())),
      phone_number: given.sha256_phone_number || (given.phone_number && phone(String(given.phone_number))),
      external_id: given.external_id && sha256(String(given.external_id).trim())
    }
    return Promise.all(Object.keys(ours).map(function (key) {
      return Promise.resolve(ours[key]).then(function (value) { if (value) user[key] = value })
    }))
  }

  function send(report) {
    if (revoked) return
    if (held) return void held.push(report)
    // Text needs no question to the server before it goes to another origin.
    window.fetch(source.origin + '/api/v2/pixel/act', { method: 'POST', body: report, keepalive: true })
      .catch(function () {})
  }

  function track(ids, event, properties, options) {
    ids.forEach(function (id) {
      send(JSON.stringify({
        pixel_code: id,
        event: event,
        event_id: options && options.event_id !== undefined ? String(options.event_id) : undefined,
        properties: properties,
        context: {
          user: Object.assign({ ttp: browserId() }, user),
          ad: { callback: clickId() || undefined },
          page: { url: window.location.href, referrer: document.referrer || undefined },
          user_agent: window.navigator.userAgent
        }
      }))
    })
  }

  var actions = {
    page: function (ids, properties, options) { track(ids, 'Pageview', properties, options) },
    track: track,
    identify: function (ids, given) { return identify(given || {}) },
    holdConsent: function () { held = held || [] },
    grantConsent: function () {
      var waiting = held || []
      held = null
      revoked = false
      waiting.forEach(send)
    },
    revokeConsent: function () { held = null; revoked = true },
    ready: function (ids, callback) { callback() }
  }

  function run(ids, call) {
    var action = actions[call[0]] || function () {} // debug, on, off, group and the like are of no use here
    var rest = Array.prototype.slice.call(call, 1)
    last = last.then(function () { return action.apply(null, [ids].concat(rest)) }).catch(function () {})
  }

  function take(target, ids) {
    var waiting = target.splice(0)
    Object.keys(actions).concat(queue.methods || []).forEach(function (method) {
      target[method] = function () { run(ids(), [method].concat(Array.prototype.slice.call(arguments))) }
    })
    target.push = function (call) { run(ids(), call) }
    return waiting
  }

  var instances = {}
  function adopt(id) {
    if (instances[id]) return instances[id]
    var own = (queue._i || {})[id] || []
    instances[id] = own
    take(own, function () { return [id] }).forEach(function (call) { run([id], call) })
    return own
  }

  var early = take(queue, function () { return pixels })
  queue.load = function (id) { if (pixels.indexOf(id) < 0) pixels.push(id) }
  queue.instance = adopt
  early.forEach(function (call) { run(pixels, call) })
  pixels.forEach(adopt)
})(window, document)
