import { type House, keyFor, signedInAs } from './api.ts'
import { addOrganisation, type Scene } from './scene.ts'

/** Everybody who may come to the door, with what they show. elsewhere… are people of another portal. */
export async function openCallers(scene: Scene, house: House, elsewhere: House) {
  const otherOrganisation = await addOrganisation(scene, house.portalId)
  const token = async (...being: Parameters<typeof signedInAs>) => (await signedInAs(...being)).token
  return {
    stranger: undefined,
    worker: await token(scene, house, { role: 'EMPLOYEE' }),
    leaver: await token(scene, house, { role: 'EX_EMPLOYEE' }),
    hr: await token(scene, house, { role: 'HR' }),
    otherHr: await token(scene, house, { role: 'HR', organisationId: otherOrganisation }),
    desk: await token(scene, house, { role: 'SERVICE_DESK' }),
    admin: await token(scene, house, { role: 'ADMIN' }),
    operator: await token(scene, house, { role: 'OPERATOR', organisationId: null }),
    key: await keyFor(scene, house, [
      'invitations:write',
      'people:read',
      'journeys:read',
      'payroll:write',
      'documents:write',
      'offboarding:write',
    ]),
    smallKey: await keyFor(scene, house, ['people:read']),
    elsewhereHr: await token(scene, elsewhere, { role: 'HR' }),
    elsewhereOperator: await token(scene, elsewhere, { role: 'OPERATOR', organisationId: null }),
  }
}

export type Callers = Awaited<ReturnType<typeof openCallers>>
export type Caller = keyof Callers

export const callerNames: readonly Caller[] = [
  'stranger',
  'worker',
  'leaver',
  'hr',
  'otherHr',
  'desk',
  'admin',
  'operator',
  'key',
  'smallKey',
  'elsewhereHr',
  'elsewhereOperator',
]
