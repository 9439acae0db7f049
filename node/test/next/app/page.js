import { redirect } from 'next/navigation'
import { purchase } from '../lib/purchase'
import { visitor } from '../lib/tiktok'

async function buy(form) {
  'use server'
  const number = form.get('number')
  const who = await visitor()
  who.report(purchase(number))
  redirect(`/thanks/${number}`)
}

export default async function Page() {
  const { allowed } = await visitor()
  return <form action={buy}><p id="allowed">{String(allowed)}</p><input name="number" /><button>Buy</button></form>
}
