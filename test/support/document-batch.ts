import { randomUUID } from 'node:crypto'
import { addToBatch } from '../../src/commands/documents/add-to-batch.ts'
import { lookAtBatch } from '../../src/commands/documents/look-at-batch.ts'
import type { Call } from '../../src/commands/execute.ts'
import type { PublicationItem } from '../../src/domain/documents/publication.ts'
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
    add: (given: readonly PublicationItem[] = items) => addToBatch(scene, system, { ...name, items: given }),
    upload: (text: string = randomUUID()) => uploaded(scene, system, pdf(text)),
    act: async (journeyId: string, key: string) => {
      const { plan, seq } = await lookAtBatch(scene, { portalId, journeyId })
      return { portalId, journeyId, plan, seq, key }
    },
  }
}
