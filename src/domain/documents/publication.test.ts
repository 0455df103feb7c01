import { describe, expect, it } from 'vitest'
import { documentKinds } from './document.ts'
import {
  judgePublication,
  type Publication,
  type PublicationItem,
  type Published,
  parsePublication,
} from './publication.ts'

const item: PublicationItem = {
  kind: 'PAYSLIP',
  personId: 'p',
  externalReference: 'slip-1',
  title: 'Loonstrook maart 2026',
  period: { from: '2026-03-01', until: '2026-03-31' },
  fileId: '0190a1b2-0000-7000-8000-000000000001',
}
const bySystem = { publisher: 'system', language: 'nl' } as const
const problemsOf = (more: Partial<PublicationItem>, publisher: 'hand' | 'system' = 'system') => {
  const parsed = parsePublication({ ...item, ...more }, { publisher, language: 'nl' })
  return Array.isArray(parsed) ? parsed.map(({ path, code }) => `${path} ${code}`) : []
}

describe('an item to publish', () => {
  it('is taken as it is meant', () => {
    expect(parsePublication({ ...item, title: '  Loonstrook  ', period: null }, bySystem)).toEqual({
      kind: 'PAYSLIP',
      person: { id: 'p' },
      externalReference: 'slip-1',
      title: 'Loonstrook',
      period: null,
      fileId: item.fileId,
    })
    expect(parsePublication({ ...item, personId: null, personReference: ' 1002 ' }, bySystem)).toMatchObject({
      person: { reference: '1002' },
    })
  })

  it.each([
    [{ personId: null }, 'person REQUIRED'],
    [{ personReference: '1002' }, 'person REQUIRED'],
    [{ title: '\u202Efdp.tsiL' }, 'title INVALID_TITLE'],
    [{ title: ' ' }, 'title INVALID_TITLE'],
    [{ externalReference: 'a\nb' }, 'externalReference INVALID_REFERENCE'],
    [{ externalReference: null }, 'externalReference REQUIRED'],
    [{ period: { from: '2026-03-02', until: '2026-03-01' } }, 'period INVALID_PERIOD'],
    [{ fileId: '../../etc/passwd' }, 'file FILE_UNKNOWN'],
  ])('tells what is wrong with %j', (more, problem) => {
    expect(problemsOf(more)).toEqual([problem])
  })

  it('has a title by itself where it is a payslip of a period', () => {
    const untitled = { ...item, title: null }
    expect(parsePublication(untitled, bySystem)).toMatchObject({ title: 'Loonstrook maart 2026' })
    expect(problemsOf({ title: null, period: null })).toEqual(['title INVALID_TITLE'])
    expect(problemsOf({ title: null, kind: 'CONTRACT' })).toEqual(['title INVALID_TITLE'])
  })

  it('needs no reference from a person', () => {
    expect(problemsOf({ externalReference: null }, 'hand')).toEqual([])
  })

  it('is about health only where a system publishes it, and never somebody’s own upload', () => {
    const refused = (publisher: 'hand' | 'system') =>
      documentKinds.filter((kind) => problemsOf({ kind }, publisher).includes('kind KIND_NOT_ALLOWED'))
    expect(refused('hand')).toEqual(['ABSENCE', 'COACHING', 'UPLOAD'])
    expect(refused('system')).toEqual(['UPLOAD'])
  })
})

const publication: Publication = {
  kind: 'PAYSLIP',
  person: { id: 'p' },
  externalReference: 'slip-1',
  title: 'Loonstrook',
  period: { from: '2026-03-01', until: '2026-03-31' },
  fileId: 'f2',
}
const known: Published = {
  id: 'd',
  personId: 'p',
  kind: 'PAYSLIP',
  version: 3,
  isWithdrawn: false,
  title: 'Loonstrook',
  period: { from: '2026-03-01', until: '2026-03-31' },
  fileId: 'f1',
  digest: 'aa',
}
const judge = (
  {
    digest = 'aa',
    isFree = true,
    fileId = 'f2',
    personId = 'p',
    ...more
  }: Partial<typeof asked> & Partial<Publication>,
  there: Published | undefined = known,
) =>
  judgePublication({ publication: { ...publication, ...more }, personId, file: { id: fileId, digest, isFree } }, there)
const asked = { digest: 'aa', isFree: true, personId: 'p' }

describe('a reference', () => {
  it('that is new makes a document', () => {
    expect(
      judgePublication({ publication, personId: 'p', file: { id: 'f2', digest: 'aa', isFree: true } }, undefined),
    ).toEqual({ kind: 'new' })
  })

  it('with the same contents is a repetition, whether the file was uploaded again or not', () => {
    expect(judge({})).toEqual({ kind: 'repeated', document: known })
    expect(judge({ fileId: 'f1', isFree: false })).toEqual({ kind: 'repeated', document: known })
  })

  it('with other contents, another title or another period is a correction', () => {
    const corrected = { kind: 'corrected', document: known }
    expect(judge({ digest: 'bb' })).toEqual(corrected)
    expect(judge({ title: 'Loonstrook maart' })).toEqual(corrected)
    expect(judge({ period: null })).toEqual(corrected)
    expect(judge({ title: 'Loonstrook maart', fileId: 'f1', isFree: false })).toEqual(corrected)
  })

  it('is no other person’s and no other kind of document', () => {
    const reused = { kind: 'refused', path: 'externalReference', code: 'REFERENCE_REUSED' }
    expect(judge({ personId: 'q' })).toEqual(reused)
    expect(judge({ kind: 'ABSENCE' })).toEqual(reused)
  })

  it('does not bring back what was withdrawn', () => {
    const withdrawn = { ...known, isWithdrawn: true }
    const refused = { kind: 'refused', path: 'externalReference', code: 'DOCUMENT_WITHDRAWN' }
    expect([judge({}, withdrawn), judge({ digest: 'bb' }, withdrawn)]).toEqual([refused, refused])
  })

  it('takes no file of another document', () => {
    const used = { kind: 'refused', path: 'file', code: 'FILE_USED' }
    expect(judge({ digest: 'bb', isFree: false })).toEqual(used)
    expect(
      judgePublication({ publication, personId: 'p', file: { id: 'f2', digest: 'aa', isFree: false } }, undefined),
    ).toEqual(used)
  })
})
