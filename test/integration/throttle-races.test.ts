import { randomBytes } from 'node:crypto'
import postgres from 'postgres'
import { afterAll, expect, test } from 'vitest'
import { inPortal, openPool, type Tx } from '../../src/db/client.ts'
import { type Counted, countTry, takeTryBack } from '../../src/db/throttles.ts'
import { addressBackOff } from '../../src/domain/accounts/throttle.ts'
import { testDatabase } from '../support/database.ts'
import { insertPortal } from '../support/sealed.ts'

// With the clock of production, which goes on: in a scene it stands still, and nobody is a moment earlier.
const { adminUrl, url } = await testDatabase()
const owner = postgres(adminUrl, { max: 1, onnotice: () => undefined })
const app = openPool(url, 'drempel_app', { max: 4 })
afterAll(() => Promise.all([owner.end(), app.close()]))
const portalId = await insertPortal(owner)

/** A try whose transaction began before all that happens meanwhile, and that is counted after it. */
async function countedAfter(bucket: Buffer, meanwhile: (tx: Tx) => Promise<unknown>, times = 20): Promise<Counted> {
  const begun = Promise.withResolvers<void>()
  const others = Promise.withResolvers<void>()
  const late = inPortal(app, portalId, async (tx) => {
    begun.resolve()
    await others.promise
    return countTry(tx, bucket, addressBackOff)
  })
  await begun.promise
  for (let time = 0; time < times; time++) await inPortal(app, portalId, meanwhile)
  others.resolve()
  return late
}

test('a try that began a moment earlier is heard after others that cost no pause', async () => {
  const bucket = randomBytes(32)
  const counted = await countedAfter(bucket, (tx) => countTry(tx, bucket, addressBackOff))
  expect(counted).toEqual({ closedUntil: null, failures: 21 })
})

test('a try that began a moment earlier is heard after others were right', async () => {
  const bucket = randomBytes(32)
  await inPortal(app, portalId, (tx) => countTry(tx, bucket, addressBackOff))
  const counted = await countedAfter(bucket, (tx) => takeTryBack(tx, bucket))
  expect(counted).toEqual({ closedUntil: null, failures: 1 })
})

test('a try that began a moment earlier waits as all do once the bucket is closed', async () => {
  const bucket = randomBytes(32)
  const counted = await countedAfter(bucket, (tx) => countTry(tx, bucket, addressBackOff), 50)
  expect(counted.failures).toBe(0)
  expect(counted.closedUntil).toBeInstanceOf(Date)
})
