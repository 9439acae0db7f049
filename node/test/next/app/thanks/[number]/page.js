import { purchase } from '../../../lib/purchase'
import { visitor } from '../../../lib/tiktok'

export default async function Thanks({ params }) {
  const { number } = await params
  const pixel = (await visitor()).pixel(purchase(number))
  return <main>Thanks{pixel && <script dangerouslySetInnerHTML={{ __html: pixel.script }} />}</main>
}
