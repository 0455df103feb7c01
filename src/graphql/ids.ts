import { GraphQLError } from 'graphql'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** What node() reaches. A type that becomes a Node is added here. */
export const nodeTypes: ReadonlySet<string> = new Set([
  'Device',
  'Document',
  'Factor',
  'Grant',
  'Journey',
  'Organisation',
  'Payment',
  'Person',
  'Phase',
  'Reconciliation',
  'Reservation',
  'ServiceKey',
  'Session',
  'Task',
])

/** An id of the API names its type, so that node() knows where to look, and goes into URLs as it is. */
export function encodeId(typename: string, id: string | number | bigint): string {
  return Buffer.from(`${typename}:${id}`).toString('base64url')
}

/** Only what this API could have given out is looked up: everything else is no id, whatever it is. */
export function decodeId(globalId: string): { typename: string; id: string } {
  const [typename = '', id = '', ...rest] = Buffer.from(globalId, 'base64url').toString().split(':')
  if (nodeTypes.has(typename) && uuid.test(id) && rest.length === 0) return { typename, id }
  throw new GraphQLError('This is not an id of this API.', { extensions: { code: 'BAD_REQUEST' } })
}

const nobody = '00000000-0000-0000-0000-000000000000'

/** A deep link is made before anybody asks through this API, so it ends with the bare id: both name the same thing. */
export function linkedId(typename: string, given: string): string {
  if (uuid.test(given)) return given
  const decoded = decodeId(given)
  return decoded.typename === typename ? decoded.id : nobody
}
