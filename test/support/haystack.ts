import { createHash } from 'node:crypto'
import type postgres from 'postgres'
import type { Drempel } from '../../src/compose.ts'

/** A place to look in: what it is called, and everything that stands there. */
export type Haystack = { readonly place: string; readonly text: string }

/**
 * Every column of every table but those named: text, arrays and JSON as they are, bytes in hexadecimal and as text. Numbers
 * and instants hold nothing anybody was told; six digits of a fraction of a second are no code.
 */
export async function databaseDump(admin: postgres.Sql, except: readonly string[]): Promise<readonly Haystack[]> {
  const columns = await admin<{ table: string; column: string; type: string }[]>`
    select c.table_name as "table", c.column_name as "column", c.udt_name as type
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'drempel' and t.table_type = 'BASE TABLE' and not (c.table_name = any(${[...except]}))
      and c.udt_name in ('text', 'varchar', '_text', 'json', 'jsonb', 'bytea', 'inet')`
  return Promise.all(
    columns.map(async ({ table, column, type }) => {
      const name = admin(column)
      const value =
        type === 'bytea'
          ? admin`encode(${name}, 'hex') || ' ' || translate(encode(${name}, 'base64'), E'\\n', '') || ' ' || encode(${name}, 'escape')`
          : admin`${name}::text`
      const rows = await admin<{ value: string }[]>`
        select ${value} as value from drempel.${admin(table)} where ${name} is not null`
      return { place: `${table}.${column}`, text: rows.map((row) => row.value).join('\n') }
    }),
  )
}

/** Every run of every journey, with its payloads decoded, search attributes and failures included. */
export async function allHistories(admin: postgres.Sql, { temporal }: Pick<Drempel, 'temporal'>) {
  const client = await temporal.ready()
  const journeys = await admin<{ kind: string; id: string; generation: number }[]>`
    select kind, id, generation from drempel.journeys`
  // Temporal's messages print their payloads in base64.
  const decoded = (key: string, value: unknown) =>
    key === 'data' && typeof value === 'string' ? Buffer.from(value, 'base64').toString('utf8') : value
  return Promise.all(
    journeys.map(async ({ kind, id, generation }): Promise<Haystack> => {
      const handle = client.workflow.getHandle(`${kind}/${id}/${generation}`)
      const { raw } = await handle.describe()
      return { place: `${kind}/${id}`, text: JSON.stringify([await handle.fetchHistory(), raw], decoded) }
    }),
  )
}

/** Metrics without their values: only a label could tell of anybody. */
export async function metricsAt(port: number): Promise<Haystack> {
  const response = await fetch(`http://127.0.0.1:${port}/metrics`)
  const lines = (await response.text()).split('\n')
  return { place: `metrics of ${port}`, text: lines.map((line) => line.replace(/ \S+$/, '')).join('\n') }
}

/** Where a secret is found, in any form in which it could lie somewhere. */
export function placesOf(secret: string, haystacks: readonly Haystack[]): readonly string[] {
  const forms = formsOf(secret)
  return haystacks.filter(({ text }) => forms.some((form) => form.test(text))).map(({ place }) => place)
}

/**
 * As it is; as bytes would show it; what base64 and base32 stand for; and, where it is short enough to be guessed, under a
 * hash that is no obstacle.
 */
function formsOf(secret: string): readonly RegExp[] {
  const digits = secret.replace(/\s/g, '')
  const spellings = [...new Set([secret, secret.toLowerCase(), secret.toUpperCase(), digits])]
  const bytes = [...spellings.map((one) => Buffer.from(one)), ...rawBytes(secret)]
  const quick = secret.length < 40 ? spellings.flatMap((one) => [digest('sha256', one), digest('sha1', one)]) : []
  return [
    ...spellings.map((one) => new RegExp(`(?<![A-Za-z0-9])${literally(one)}(?![A-Za-z0-9])`)),
    ...bytes.map((one) => new RegExp(one.toString('hex'), 'i')),
    ...[...bytes, ...quick].flatMap((one) => base64Of(one)),
    ...quick.map((one) => new RegExp(one.toString('hex'), 'i')),
  ]
}

function digest(algorithm: string, text: string): Buffer {
  return createHash(algorithm).update(text).digest()
}

function base64Of(bytes: Buffer): readonly RegExp[] {
  const texts = [bytes.toString('base64').replace(/=+$/, ''), bytes.toString('base64url')]
  return texts.map((text) => new RegExp(`(?<![\\w+/-])${literally(text)}(?![\\w+/-])`))
}

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** Of a token in base64url, and of an app's secret in base32. */
function rawBytes(secret: string): readonly Buffer[] {
  if (/^[A-Z2-7]{16,}$/.test(secret)) {
    const bits = [...secret].map((letter) => base32.indexOf(letter).toString(2).padStart(5, '0')).join('')
    return [Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))]
  }
  return /^[\w-]{43}$/.test(secret) ? [Buffer.from(secret, 'base64url')] : []
}

function literally(text: string): string {
  return text.replace(/[^\w\s]/g, String.raw`\$&`)
}
