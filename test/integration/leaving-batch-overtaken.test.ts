import { setTimeout as pause } from 'node:timers/promises'
import { expect, it } from 'vitest'
import type { Mail } from '../../src/providers/mail/port.ts'
import type { Sms } from '../../src/providers/sms/port.ts'
import { eventually } from '../support/eventually.ts'
import { startedList, workplace } from '../support/leaving-batch.ts'
import { deliver, provider, queue } from '../support/outbox.ts'
import { openScene } from '../support/scene.ts'

const scene = await openScene()

it('lets the codes of people who sign in overtake the mails of a list, by SMS and by mail', async () => {
  const { stage, items } = await workplace(scene, 100)
  const { journeyId, chunk } = await startedList(scene, { stage, items })
  await chunk(journeyId)
  const order: string[] = []
  const noting = async ({ id }: { readonly id: string }) => {
    await pause(10)
    order.push(id)
    return { outcome: 'accepted', reference: id } as const
  }
  const loop = deliver(scene, { mail: provider<Mail>(noting), sms: provider<Sms>(noting) }, { slots: 1 })
  await eventually('the mails of the list are under way', () => order.length > 3)
  const codes = [
    await queue(scene, stage, { channel: 'sms', priority: 0 }),
    await queue(scene, stage, { channel: 'mail', priority: 0 }),
  ]
  await eventually('the codes have left', () => codes.every((code) => order.includes(code)))
  expect(order.length).toBeLessThan(60)
  await eventually('everything has left', () => order.length === 102)
  await loop.stop()
  expect(new Set(order).size).toBe(102)
})
