import { visitor } from '../../lib/tiktok'

export async function POST() {
  const purchase = { event: 'Purchase', user: { email: 'jo@example.com' }, properties: { currency: 'EUR', value: 5 } }
  const { results } = await (await visitor()).track(purchase)
  return new Response(results[0].outcome)
}
