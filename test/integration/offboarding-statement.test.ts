import { describe, expect, it } from 'vitest'
import { withdrawDocument } from '../../src/commands/documents/withdraw-document.ts'
import { narrowAccess } from '../../src/commands/employments/narrow-access.ts'
import { rescheduleOffboarding } from '../../src/commands/employments/reschedule-offboarding.ts'
import { announceStatement, chaseStatement } from '../../src/commands/employments/tell-statement.ts'
import { publishedFor } from '../support/documents.ts'
import { actOf, type Leaving, leaving, look, traceOf, why } from '../support/leaving.ts'
import { openScene } from '../support/scene.ts'

const scene = await openScene()
const { owner } = scene

const narrow = async (of: Leaving) => narrowAccess(scene, await actOf(scene, of, 'narrowed'))

async function journeyOf(of: Leaving) {
  const { seq } = await look(scene, of)
  return { journeyId: of.journeyId, expectedVersion: seq, reason: why }
}

describe('the annual statement', () => {
  const statement = ({ stage, anna }: Leaving, more: Partial<Parameters<typeof publishedFor>[3]> = {}) =>
    publishedFor(scene, stage, anna.personId, { kind: 'ANNUAL_STATEMENT', title: 'Jaaropgaaf', ...more })
  const announce = async (of: Leaving) => announceStatement(scene, await actOf(scene, of, 'statement'))

  it('of the new year is announced too, where the last day moved into it', async () => {
    const of = await leaving(scene)
    await scene.travelTo('2027-01-20T09:00:00Z')
    await narrow(of)
    await statement(of, { period: { from: '2026-01-01', until: '2026-12-31' } })
    expect(await announce(of)).toBe('done')
    expect((await look(scene, of)).done).toContain('statement')
    await rescheduleOffboarding(scene, of.hr, { ...(await journeyOf(of)), lastDay: '2027-01-01' })
    expect((await look(scene, of)).done).not.toContain('statement')
    await scene.travelTo('2028-01-20T09:00:00Z')
    await statement(of, { period: { from: '2027-01-01', until: '2027-12-31' } })
    expect(await announce(of)).toBe('done')
  })

  it('of an earlier year is not this year’s because it was corrected', async () => {
    const of = await leaving(scene)
    await scene.travelTo('2026-02-01T09:00:00Z')
    const reference = { externalReference: 'J-2025' }
    const documentId = await statement(of, reference)
    await scene.travelTo('2027-02-01T09:00:00Z')
    await owner`insert into document_versions (portal_id, document_id, number, file_id, title, published_by_kind, published_by,
        published_at)
      select portal_id, document_id, 2, file_id, title, published_by_kind, published_by, drempel.now()
      from document_versions where document_id = ${documentId}`
    await owner`update documents set version = 2, published_at = drempel.now() where id = ${documentId}`
    expect((await look(scene, of)).facts.hasStatement).toBe(false)
  })

  it('is chased again each time it disappears, also where HR had seen to it, and no longer once it is there', async () => {
    const of = await leaving(scene)
    const period = { period: { from: '2026-01-01', until: '2026-12-31' } }
    const chase = async () => chaseStatement(scene, await actOf(scene, of, 'chase-statement'))
    const isChased = async () => (await look(scene, of)).facts.isChased
    const tasks = async () => (await traceOf(scene, of)).tasks
    await scene.travelTo('2027-03-05T09:00:00Z')
    const first = await statement(of, period)
    expect(await announce(of)).toBe('done')
    await withdrawDocument(scene, of.hr, { documentId: first, reason: 'Verkeerd jaar.' })
    expect([await chase(), await isChased()]).toEqual(['done', true])
    await scene.travelTo('2027-03-06T09:00:00Z')
    await owner`update tasks set status = 'done', closed_at = drempel.now() where journey_id = ${of.journeyId}`
    const second = await statement(of, period)
    await scene.travelTo('2027-03-07T09:00:00Z')
    expect(await isChased()).toBe(true)
    await withdrawDocument(scene, of.hr, { documentId: second, reason: 'Weer verkeerd.' })
    expect(await isChased()).toBe(false)
    expect([await chase(), await isChased()]).toEqual(['done', true])
    expect(await tasks()).toEqual(['CHASE_STATEMENT done', 'CHASE_STATEMENT open'])
    await statement(of, period)
    expect(await tasks()).toEqual(['CHASE_STATEMENT done', 'CHASE_STATEMENT cancelled'])
  })

  it('that is withdrawn wakes the story, which waits for it again', async () => {
    const of = await leaving(scene)
    await scene.travelTo('2027-01-20T09:00:00Z')
    const documentId = await statement(of)
    const { seq, facts } = await look(scene, of)
    expect(facts.hasStatement).toBe(true)
    await withdrawDocument(scene, of.hr, { documentId, reason: 'Verkeerd jaar.' })
    expect(await look(scene, of)).toMatchObject({ seq: seq + 1, facts: { hasStatement: false } })
  })
})
