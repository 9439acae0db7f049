export const purchase = (number) => ({
  event: 'Purchase',
  event_id: `order-${number}`,
  user: { email: 'jo@example.com' },
  properties: { currency: 'EUR', value: 5 },
})
