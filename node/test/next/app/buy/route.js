import { purchase, visitor } from '../../lib/tiktok'

export async function POST(request) {
  const { number } = await request.json()
  const { receipt, html } = (await visitor()).pair(purchase(number))
  return Response.json({ outcome: receipt.results[0].outcome, html })
}
