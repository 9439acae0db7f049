(function (source, code, options, isHeld) {
  var ttq = window.ttq = window.ttq || []
  var isFirst = !ttq.load
  var nonce = (document.currentScript || {}).nonce
  ttq._i = ttq._i || {}
  if (ttq._i[code]) return
  if (isFirst) {
    window.TiktokAnalyticsObject = 'ttq'
    ttq._t = {}
    ttq._o = {}
    ttq.methods = ['page', 'track', 'identify', 'instances', 'debug', 'on', 'off', 'once', 'ready', 'alias', 'group',
      'enableCookie', 'disableCookie', 'holdConsent', 'revokeConsent', 'grantConsent']
    ttq.instance = function (id) { return queued(ttq._i[id] || []) }
    ttq.load = load
    queued(ttq)
  }
  if (isHeld) ttq.holdConsent()
  ttq.load(code, options)
  if (isFirst) ttq.page()
  else if (!ttq.length) ttq.instance(code).page()

  function queued(calls) {
    ttq.methods.forEach(function (method) {
      calls[method] = function () { calls.push([method].concat([].slice.call(arguments))) }
    })
    return calls
  }

  function load(id, given) {
    var script = document.createElement('script')
    ttq._i[id] = []
    ttq._i[id]._u = source
    ttq._t[id] = Date.now()
    ttq._o[id] = given || {}
    script.async = true
    if (nonce) script.nonce = nonce
    script.src = source + '?sdkid=' + encodeURIComponent(id) + '\u0026lib=ttq'
    document.head.appendChild(script)
  }
})
