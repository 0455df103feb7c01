import { act, type Case, forbidden, strangers } from './access-cases.ts'
import { accountHolder } from './account-holder.ts'
import { type House, idOf } from './api.ts'
import { planFor } from './leaving.ts'
import type { Scene } from './scene.ts'

const why = 'Opgezegd'

const typeOf = (name: string) => `${name.charAt(0).toUpperCase()}${name.slice(1)}`

/** What is done about somebody who leaves: by HR of the organisation, and by its systems. Each about somebody new. */
export function leavingCases(scene: Scene, house: House): Readonly<Record<string, Case>> {
  const organisation = idOf('Organisation', house.organisationId)
  const person = async () => idOf('Person', (await accountHolder(scene, house)).personId)
  const leaving = async () => {
    const anna = await accountHolder(scene, house)
    return idOf('Journey', await planFor(scene, { stage: house, anna, lastDay: '2026-03-31' }))
  }
  const byHr = (allowed: string) => ({
    ...{ otherwise: forbidden, hr: allowed, key: allowed, otherHr: 'NOT_FOUND' },
    ...strangers,
  })
  const ofLeaving = (name: string, more: object = {}): Case => ({
    document: act(name, typeOf(name)),
    variables: async () => ({ input: { journey: await leaving(), reason: why, expectedVersion: 99, ...more } }),
    told: byHr('CHANGED_MEANWHILE'),
  })
  const ofPerson = (name: string, allowed: string, more: object = {}): Case => ({
    document: act(name, typeOf(name)),
    variables: async () => ({ input: { organisation, person: await person(), reason: why, ...more } }),
    told: byHr(allowed),
  })
  return {
    offboardingPlan: {
      document: act('offboardingPlan', 'OffboardingPlan'),
      variables: async () => ({ input: { organisation, items: [] } }),
      told: { otherwise: forbidden, hr: 'REQUIRED', key: 'REQUIRED', ...strangers },
    },
    offboardingReschedule: ofLeaving('offboardingReschedule', { lastDay: '2026-04-30' }),
    offboardingExtend: ofLeaving('offboardingExtend', { through: '2027-06-30' }),
    offboardingWithdraw: ofLeaving('offboardingWithdraw'),
    leaverRehire: ofPerson('leaverRehire', 'NOT_GONE'),
    personBlock: ofPerson('personBlock', 'ok'),
    personDeathReport: ofPerson('personDeathReport', 'ok', { diedOn: '2026-03-01' }),
  }
}
