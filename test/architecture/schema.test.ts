import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  isUnionType,
  lexicographicSortSchema,
  printSchema,
} from 'graphql'
import { describe, expect, it } from 'vitest'
import { nodeTypes } from '../../src/graphql/ids.ts'
import { schema } from '../../src/graphql/schema.ts'
import { readText } from '../../tools/check/files.ts'

const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'))
const objects = types.filter((type) => isObjectType(type))
const query = fieldsOf('Query')
const mutations = fieldsOf('Mutation')
const isNode = (type: GraphQLNamedType) =>
  isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'Node')

function fieldsOf(name: string): readonly GraphQLField<unknown, unknown>[] {
  const type = schema.getType(name)
  return isObjectType(type) ? Object.values(type.getFields()) : []
}

const fields = objects.flatMap((type) => Object.values(type.getFields()).map((field) => ({ type, field })))

function innerOf({ type }: GraphQLField<unknown, unknown>): GraphQLNamedType {
  return getNamedType(type)
}

function isList({ type }: GraphQLField<unknown, unknown>): boolean {
  return isListType(isNonNullType(type) ? type.ofType : type)
}

type Described = { readonly at: string; readonly description: string | null | undefined }

function everything(): readonly Described[] {
  return types
    .filter((type) => !(isScalarType(type) && ['ID', 'Int', 'Float', 'String', 'Boolean'].includes(type.name)))
    .flatMap((type) => [{ at: type.name, description: type.description }, ...inside(type)])
}

function inside(type: GraphQLNamedType): readonly Described[] {
  if (isEnumType(type))
    return type.getValues().map(({ name, description }) => ({ at: `${type.name}.${name}`, description }))
  if (isInputObjectType(type)) {
    return Object.values(type.getFields()).map(({ name, description }) => ({ at: `${type.name}.${name}`, description }))
  }
  if (!isObjectType(type) && !isInterfaceType(type)) return []
  return Object.values(type.getFields()).flatMap(({ name, description, args }) => [
    { at: `${type.name}.${name}`, description },
    ...args.map((arg) => ({ at: `${type.name}.${name}(${arg.name})`, description: arg.description })),
  ])
}

/** What its code says about who may see it. */
function scopesOf({ extensions }: GraphQLObjectType | GraphQLField<unknown, unknown>): unknown {
  const options = extensions.pothosOptions
  return typeof options === 'object' && options !== null && 'authScopes' in options ? options.authScopes : undefined
}

describe('the schema', () => {
  it('is committed as it is', async () => {
    expect(await readText('schema.graphql')).toBe(`${printSchema(lexicographicSortSchema(schema))}\n`)
  })

  it('describes everything it holds', () => {
    const silent = everything().filter(({ description }) => !/^\S[\s\S]*[.?!”`]$/.test(description ?? ''))
    expect(silent.map(({ at }) => at)).toEqual([])
  })

  it('says of every query and mutation who may ask it', () => {
    const unclear = [...query, ...mutations].filter(
      ({ description }) => !/\b(For|Anybody|whoever|Who may)\b/i.test(description ?? ''),
    )
    expect(unclear.map(({ name }) => name)).toEqual([])
  })

  it('decides for every query and mutation who may ask it', () => {
    const open = [...query, ...mutations].filter((field) => scopesOf(field) === undefined)
    expect(open.map(({ name }) => name)).toEqual([])
  })

  it('decides on every type that node() reaches who may see it', () => {
    const nodes = objects.filter(isNode)
    expect(nodes.map(({ name }) => name).sort()).toEqual([...nodeTypes].sort())
    expect(nodes.filter((type) => scopesOf(type) === undefined).map(({ name }) => name)).toEqual([])
  })

  it('asks one input of a mutation and answers a union of its payload and errors', () => {
    for (const { name, args, type } of mutations) {
      const capital = `${name.charAt(0).toUpperCase()}${name.slice(1)}`
      expect(args.map((arg) => `${arg.name}: ${arg.type}`)).toEqual(
        args.length === 0 ? [] : [`input: ${capital}Input!`],
      )
      expect(String(type)).toBe(`${capital}Result!`)
      const union = getNamedType(type)
      const members = isUnionType(union) ? union.getTypes() : []
      expect(members.map((member) => member.name)).toContain(`${capital}Payload`)
      const errors = members.filter((member) => member.name !== `${capital}Payload`)
      for (const error of errors) expect(error.getInterfaces().map((one) => one.name)).toEqual(['UserError'])
    }
  })

  it('names its acts object first', () => {
    const acts = mutations.map(({ name }) => name).filter((name) => !['signIn', 'signOut', 'reconcile'].includes(name))
    const objectNames = [
      'activation',
      'backupCode',
      'device',
      'document',
      'factor',
      'leaver',
      'leavingBatch',
      'offboarding',
      'recovery',
      'signIn',
      'emailChange',
      'mobileChange',
      'privateEmail',
      'password',
      'ownPassword',
      'language',
      'loginName',
      'organisationSignIn',
      'payment',
      'payslip',
      'phase',
      'reservation',
      'securityQuestion',
      'invitation',
      'journey',
      'leaver',
      'offboarding',
      'person',
      'session',
      'serviceKey',
      'task',
    ]
    expect(acts.filter((name) => !objectNames.some((object) => name.startsWith(object)))).toEqual([])
  })

  it('lists the codes of every mutation that can refuse', () => {
    const silent = mutations.filter(({ type, description }) => {
      const union = getNamedType(type)
      return isUnionType(union) && union.getTypes().length > 1 && !/\n\nCodes: `[A-Z_]+`/.test(description ?? '')
    })
    expect(silent.map(({ name }) => name)).toEqual([])
  })

  it('gives every error a code and a message', () => {
    const errors = objects.filter((type) => type.getInterfaces().some(({ name }) => name === 'UserError'))
    expect(errors.map(({ name }) => name).sort()).toEqual([
      'AccessEnded',
      'Conflict',
      'InvalidInput',
      'Limited',
      'NotFound',
      'Refused',
    ])
    for (const error of errors) {
      expect(String(error.getFields().code?.type)).toBe('ErrorCode!')
      expect(String(error.getFields().message?.type)).toBe('String!')
    }
  })

  it('shapes every connection alike and names it after its node', () => {
    const connections = objects.filter(({ name }) => name.endsWith('Connection'))
    expect(connections.length).toBeGreaterThan(8)
    for (const connection of connections) {
      const { name } = connection
      const node = name.replace(/Connection$/, '')
      expect(
        Object.entries(connection.getFields())
          .map(([field, { type }]) => `${field}: ${type}`)
          .sort(),
        name,
      ).toEqual([`edges: [${node}Edge!]!`, `nodes: [${node}!]!`, 'pageInfo: PageInfo!'])
    }
  })

  it('pages every list of nodes', () => {
    const lists = fields.filter(
      ({ field }) => isList(field) && (isNode(innerOf(field)) || innerOf(field).name === 'Node'),
    )
    const outside = lists.filter(({ type, field }) => !type.name.endsWith('Connection') && field.name !== 'nodes')
    expect(outside.map(({ type, field }) => `${type.name}.${field.name}`)).toEqual([])
  })

  it('lets a page begin anywhere and cost what it holds', () => {
    const pages = fields.filter(({ field }) => innerOf(field).name.endsWith('Connection'))
    const wrong = pages.filter(({ field: { args, extensions } }) => {
      const names = args.map(({ name }) => name)
      return !names.includes('first') || !names.includes('after') || typeof extensions.complexity !== 'function'
    })
    expect(wrong.map(({ type, field }) => `${type.name}.${field.name}`)).toEqual([])
  })
})
