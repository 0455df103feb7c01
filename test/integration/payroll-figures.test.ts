import { expect, test } from 'vitest'
import { publishPayments } from '../../src/commands/documents/publish-payments.ts'
import { publishPhases } from '../../src/commands/documents/publish-phases.ts'
import { publishReservations } from '../../src/commands/documents/publish-reservations.ts'
import { reading } from '../../src/db/client.ts'
import { payments, phases, reservations } from '../../src/db/schema/all.ts'
import { AccessError, DomainError } from '../../src/domain/errors.ts'
import { signedInAs } from '../support/api.ts'
import { eventually } from '../support/eventually.ts'
import { nameByReference, payrollOf, wages } from '../support/payroll.ts'
import { addOrganisation, openScene, type Stage, setStage } from '../support/scene.ts'

const scene = await openScene()

const worker = (stage: Stage, role: 'EMPLOYEE' | 'EX_EMPLOYEE' = 'EMPLOYEE') => signedInAs(scene, stage, { role })

const publish = (stage: Stage, ...items: Parameters<typeof publishPayments>[2]['items']) =>
  publishPayments(scene, payrollOf(stage), { organisationId: stage.organisationId, items })

const paymentsOf = ({ portalId }: Stage) => scene.owner`
  select external_reference as ref, version, amount_cents as cents, replaced_at is null as present from payments
  where portal_id = ${portalId} order by external_reference, version`

test('publishes, repeats and corrects by the reference, and keeps what was said before', async () => {
  const stage = await setStage(scene)
  const { personId, accountId } = await worker(stage)
  const item = wages('P-1', { personId })
  expect(await publish(stage, item)).toEqual([{ outcome: 'PUBLISHED', version: 1 }])
  expect(await publish(stage, item)).toEqual([{ outcome: 'REPEATED', version: 1 }])
  expect(await publish(stage, { ...item, amountCents: 130_000 })).toEqual([{ outcome: 'CORRECTED', version: 2 }])
  expect(await publish(stage, item)).toEqual([{ outcome: 'CORRECTED', version: 3 }])
  expect(await paymentsOf(stage)).toEqual([
    { ref: 'P-1', version: 1, cents: 123_456, present: false },
    { ref: 'P-1', version: 2, cents: 130_000, present: false },
    { ref: 'P-1', version: 3, cents: 123_456, present: true },
  ])
  const audit = await scene.owner`
    select code from audit where portal_id = ${stage.portalId} and subject_id = ${accountId} order by id`
  expect(audit.map(({ code }) => code)).toEqual(['PUBLISHED', 'CORRECTED', 'CORRECTED'])
  const acts = await scene.owner`
    select act, code from audit where portal_id = ${stage.portalId} and subject_id is null`
  expect(acts).toEqual(Array.from({ length: 4 }, () => ({ act: 'paymentPublish', code: 'DONE' })))
})

test('finds people by our id and by the organisation’s own reference, and answers in the order of the items', async () => {
  const stage = await setStage(scene)
  const [jan, piet] = [await worker(stage), await worker(stage, 'EX_EMPLOYEE')]
  await nameByReference(scene, stage, { accountId: piet.accountId, reference: 'E2' })
  const results = await publish(
    stage,
    wages('P-2', { personReference: 'E2' }),
    wages('P-1', { personId: jan.personId }),
    wages('P-1', { personId: jan.personId }),
    wages('', { personId: jan.personId }),
    wages('P-3', { personReference: 'E3' }),
  )
  expect(results).toEqual([
    { outcome: 'PUBLISHED', version: 1 },
    { outcome: 'PUBLISHED', version: 1 },
    { outcome: 'REFUSED', problems: [{ path: 'externalReference', code: 'DUPLICATE_ITEM' }] },
    { outcome: 'REFUSED', problems: [{ path: 'externalReference', code: 'INVALID_INPUT' }] },
    { outcome: 'REFUSED', problems: [{ path: 'personReference', code: 'PERSON_UNKNOWN' }] },
  ])
  const rows = await scene.owner`
    select external_reference as ref, person_id as person from payments where portal_id = ${stage.portalId} order by 1`
  expect(rows).toEqual([
    { ref: 'P-1', person: jan.personId },
    { ref: 'P-2', person: piet.personId },
  ])
})

test('refuses a figure for somebody else under the same reference, and changes nothing', async () => {
  const stage = await setStage(scene)
  const [jan, piet] = [await worker(stage), await worker(stage)]
  await publish(stage, wages('P-1', { personId: jan.personId }))
  expect(await publish(stage, wages('P-1', { personId: piet.personId, amountCents: 1 }))).toEqual([
    { outcome: 'REFUSED', problems: [{ path: 'externalReference', code: 'REFERENCE_REUSED' }] },
  ])
  expect(await paymentsOf(stage)).toEqual([{ ref: 'P-1', version: 1, cents: 123_456, present: true }])
})

test('knows nobody who works elsewhere', async () => {
  const stage = await setStage(scene)
  const elsewhere = { ...stage, organisationId: await addOrganisation(scene, stage.portalId) }
  const other = await setStage(scene)
  const items = [await worker(elsewhere), await worker(other)].map(({ personId }, n) => wages(`P-${n}`, { personId }))
  const refused = { outcome: 'REFUSED', problems: [{ path: 'person', code: 'PERSON_UNKNOWN' }] }
  expect(await publish(stage, ...items)).toEqual(items.map(() => refused))
})

test('lets two organisations use the same reference', async () => {
  const stage = await setStage(scene)
  const elsewhere = { ...stage, organisationId: await addOrganisation(scene, stage.portalId) }
  const told = [
    await publish(stage, wages('P-1', { personId: (await worker(stage)).personId })),
    await publish(elsewhere, wages('P-1', { personId: (await worker(elsewhere)).personId })),
  ]
  expect(told.flat().map(({ outcome }) => outcome)).toEqual(['PUBLISHED', 'PUBLISHED'])
})

test('publishes reservations and phases alike', async () => {
  const stage = await setStage(scene)
  const { personId } = await worker(stage)
  const { organisationId } = stage
  const reservation = {
    externalReference: 'R-1',
    personId,
    kind: 'VACATION_DAYS',
    unit: 'HOURS',
    builtUp: 1250,
    taken: 400,
    balance: 850,
    asOf: '2026-03-27',
  } as const
  const phase = { externalReference: 'F-1', personId, phase: 'A', weeksWorked: 12, from: '2026-01-05' } as const
  const told = [
    await publishReservations(scene, payrollOf(stage), { organisationId, items: [reservation] }),
    await publishReservations(scene, payrollOf(stage), {
      organisationId,
      items: [{ ...reservation, asOf: '2026-04-24' }],
    }),
    await publishPhases(scene, payrollOf(stage), { organisationId, items: [phase] }),
    await publishPhases(scene, payrollOf(stage), { organisationId, items: [phase] }),
  ]
  expect(told.flat()).toEqual([
    { outcome: 'PUBLISHED', version: 1 },
    { outcome: 'CORRECTED', version: 2 },
    { outcome: 'PUBLISHED', version: 1 },
    { outcome: 'REPEATED', version: 1 },
  ])
})

test('is for keys with payroll:write in their own organisation alone', async () => {
  const stage = await setStage(scene)
  const elsewhere = { ...stage, organisationId: await addOrganisation(scene, stage.portalId) }
  const items = [wages('P-1', { personId: (await worker(stage)).personId })]
  const { organisationId } = stage
  for (const call of [stage.hr, stage.anyone, payrollOf(elsewhere)]) {
    await expect(publishPayments(scene, call, { organisationId, items })).rejects.toBeInstanceOf(AccessError)
  }
  expect(await paymentsOf(stage)).toEqual([])
})

test('refuses an empty list and more than a thousand', async () => {
  const stage = await setStage(scene)
  const many = Array.from({ length: 1001 }, (_, n) => wages(`P-${n}`))
  const refusal = async (items: typeof many) => {
    const error: unknown = await publish(stage, ...items).catch((refused: unknown) => refused)
    return error instanceof DomainError ? error.code : 'DONE'
  }
  expect([await refusal([]), await refusal(many)]).toEqual(['REQUIRED', 'TOO_MANY_ITEMS'])
})

test('publishes a thousand at once', async () => {
  const stage = await setStage(scene)
  const { personId } = await worker(stage)
  const results = await publish(stage, ...Array.from({ length: 1000 }, (_, n) => wages(`P-${n}`, { personId })))
  expect(results.filter(({ outcome }) => outcome === 'PUBLISHED')).toHaveLength(1000)
})

test('shows no figure of one portal in another', async () => {
  const [stage, other] = [await setStage(scene), await setStage(scene)]
  await publish(stage, wages('P-1', { personId: (await worker(stage)).personId }))
  const seen = await reading(scene.app, other.portalId, async (tx) => [
    await tx.select().from(payments),
    await tx.select().from(reservations),
    await tx.select().from(phases),
  ])
  expect(seen).toEqual([[], [], []])
})

test('writes a figure once when the same is published by many at the same moment', async () => {
  const stage = await setStage(scene)
  const { personId } = await worker(stage)
  const told = await Promise.all(Array.from({ length: 8 }, () => publish(stage, wages('P-1', { personId }))))
  const outcomes = told.flat().map(({ outcome }) => outcome)
  expect(outcomes.toSorted()).toEqual(['PUBLISHED', ...Array.from({ length: 7 }, () => 'REPEATED')])
  expect(await paymentsOf(stage)).toHaveLength(1)
})

test('numbers corrections one after the other when they come at the same moment', async () => {
  const stage = await setStage(scene)
  const { personId } = await worker(stage)
  await publish(stage, wages('P-1', { personId }))
  const told = await Promise.all(
    Array.from({ length: 8 }, (_, n) => publish(stage, wages('P-1', { personId, amountCents: n }))),
  )
  const versions = told.flat().map((result) => ('version' in result ? result.version : 0))
  expect(versions.toSorted((a, b) => a - b)).toEqual([2, 3, 4, 5, 6, 7, 8, 9])
  const rows = await paymentsOf(stage)
  expect(rows.filter(({ present }) => present)).toEqual([expect.objectContaining({ version: 9 })])
})

test('gives a reference to one person when two get it at the same moment', async () => {
  const stage = await setStage(scene)
  const people = await Promise.all(Array.from({ length: 6 }, () => worker(stage)))
  const told = await Promise.all(people.map(({ personId }) => publish(stage, wages('P-1', { personId }))))
  const outcomes = told.flat().map(({ outcome }) => outcome)
  expect(outcomes.toSorted()).toEqual(['PUBLISHED', ...Array.from({ length: 5 }, () => 'REFUSED')])
})

test('looks again at what somebody else published while it waited', async () => {
  const stage = await setStage(scene)
  const { personId } = await worker(stage)
  const { publishing } = await scene.owner.begin(async (other) => {
    await other`insert into payments (portal_id, organisation_id, person_id, external_reference, version, paid_on, amount_cents, kind)
      values (${stage.portalId}, ${stage.organisationId}, ${personId}, 'P-1', 1, '2026-03-27', 1, 'WAGES')`
    const publishing = publish(stage, wages('P-1', { personId }))
    await eventually('the publication to wait for the other one', async () => {
      const [row] = await scene.owner`
        select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
      return row !== undefined
    })
    return { publishing }
  })
  expect(await publishing).toEqual([{ outcome: 'CORRECTED', version: 2 }])
})

test('publishes overlapping lists in any order at the same moment', async () => {
  const stage = await setStage(scene)
  const { personId } = await worker(stage)
  const items = Array.from({ length: 300 }, (_, n) => wages(`P-${n}`, { personId }))
  const changed = items.map((item) => ({ ...item, amountCents: 1 }))
  await Promise.all([publish(stage, ...items), publish(stage, ...items.toReversed()), publish(stage, ...changed)])
  const rows = await paymentsOf(stage)
  expect(rows.filter(({ present }) => present)).toHaveLength(300)
})
