// Another client, by which a request is asked about twice.

import { Client } from 'tiktok-capi'
import { conversions } from 'tiktok-capi/next'

const told = []
const { visitor } = conversions(new Client({ strict: true }), { consent: 'consent', onError: ({ code, option }) => told.push(`${code} ${option}`) })

export async function GET() {
  const first = await visitor()
  const { allowed, limitedDataUse } = first
  return Response.json({ allowed, limitedDataUse, hasPixel: first.baseCode() !== '', isOne: first === (await visitor()), told: told.splice(0) })
}
