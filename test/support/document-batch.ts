import { randomUUID } from 'node:crypto'
import { addToBatch } from '../../src/commands/documents/add-to-batch.ts'
import { lookAtBatch } from '../../src/commands/documents/look-at-batch.ts'
import type { PublicationResult } from '../../src/commands/documents/publication-setting.ts'
import type { Call } from '../../src/commands/execute.ts'
import type { PublicationItem } from '../../src/domain/documents/publication.ts'
import { defaultPolicy, type Policy } from '../../src/domain/portals/policy.ts'
import { signedInAs } from './api.ts'
import { itemFor, pdf, systemOf, uploaded } from './documents.ts'
import type { Scene, Stage } from './scene.ts'

/** A system of the stage's organisation with something to publish for people who work there. */
export async function payday(scene: Scene, stage: Stage, count: number, system: Call = systemOf(stage)) {
  const people = await Promise.all(Array.from({ length: count }, () => signedInAs(scene, stage, { role: 'EMPLOYEE' })))
  const items = await Promise.all(
    people.map(async ({ personId }, n) => {
      const fileId = await uploaded(scene, system, pdf(randomUUID()))
      return itemFor(personId, fileId, { externalReference: `slip-${n}` })
    }),
  )
  const { organisationId, portalId } = stage
  const name = { organisationId, externalReference: 'march' }
  return {
    system,
    people,
    items,
    name,
    add: (given: readonly PublicationItem[] = items, externalReference = name.externalReference) =>
      addToBatch(scene, system, { organisationId, externalReference, items: given }),
    upload: (text: string = randomUUID()) => uploaded(scene, system, pdf(text)),
    act: async (journeyId: string, key: string) => {
      const { plan, seq } = await lookAtBatch(scene, { portalId, journeyId })
      return { portalId, journeyId, plan, seq, key }
    },
  }
}

/** What is on record of batches and their documents. */
export function batchRecords({ owner }: Scene) {
  return {
    itemsOf: (journeyId: string) => owner`
      select external_reference as ref, outcome, problem_code as code, version, told_at is not null as told, untold
      from document_batch_items where journey_id = ${journeyId} order by 1`,
    mailsOf: (journeyId: string) => owner`
      select key, template, status, priority, params->>'isCorrection' as correction from messages
      where journey_id = ${journeyId} order by key`,
    open: (documentId: string | null, version = 1) => owner`
      update document_versions set opened_at = drempel.now() where document_id = ${documentId} and number = ${version}`,
  }
}

export function documentOf(result: PublicationResult | undefined): string {
  if (result === undefined || !('documentId' in result)) throw new Error('nothing was published')
  return result.documentId
}

/** Another policy, as of now. */
export function decree({ owner }: Scene, { portalId }: Stage, documents: Partial<Policy['documents']>) {
  const document = { ...defaultPolicy, documents: { ...defaultPolicy.documents, ...documents } }
  return owner`insert into portal_policies (portal_id, version, effective_from, document)
    values (${portalId}, 2, drempel.now(), ${owner.json(JSON.parse(JSON.stringify(document)))})`
}
