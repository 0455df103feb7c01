import { describe, expect, it } from 'vitest'
import { accessStory, type StoryGrant } from './access-story.ts'
import { grantEnds, grantReasons, roles } from './account.ts'
import { type Telling, tellAccess, tellRight } from './tell-access.ts'

const at = (text: string) => new Date(text)
const grant = (more: Partial<StoryGrant> = {}): StoryGrant => ({
  id: '1',
  role: 'EMPLOYEE',
  organisationId: 'ommen',
  organisation: 'Gemeente Ommen',
  system: null,
  validFrom: at('2020-01-01T08:00:00Z'),
  validUntil: at('2026-12-31T23:00:00Z'),
  reason: 'invitation',
  lastDay: null,
  givenAt: at('2019-12-20T10:00:00Z'),
  givenByKind: 'account',
  giver: 'Hanna de Vries',
  endReason: 'LEFT',
  ...more,
})
const leaver = [
  grant(),
  grant({
    id: '2',
    role: 'EX_EMPLOYEE',
    validFrom: at('2026-12-31T23:00:00Z'),
    validUntil: at('2027-03-31T22:00:00Z'),
    reason: 'leaving',
    lastDay: '2026-12-31',
    givenAt: at('2026-11-04T10:00:00Z'),
    endReason: 'CLOSED',
  }),
]
const telling = (more: Partial<Telling> = {}): Telling => ({
  language: 'nl',
  name: 'Anna de Wit',
  form: 'je',
  now: at('2026-11-26T10:00:00Z'),
  account: { status: 'active', activatedAt: at('2020-01-02T09:00:00Z') },
  ...more,
})
const told = (grants: readonly StoryGrant[], instant: string, more: Partial<Telling> = {}) =>
  tellAccess(accessStory(grants, at(instant)), telling(more))

describe('a leaver’s access is told', () => {
  const march = '2027-03-02T10:00:00Z'

  it('in Dutch, to the desk', () => {
    expect(told(leaver, march)).toBe(
      'Op 2 maart 2027 om 11.00 uur heeft Anna de Wit toegang tot de eigen loonstroken en jaaropgaven bij Gemeente Ommen, vanwege het werk daar tot en met 31 december 2026. Deze toegang loopt tot en met 31 maart 2027 (tot 1 april 2027, 00.00 uur). Gegeven door Hanna de Vries (HR) op 4 november 2026. Op 1 april 2027 om 00.00 uur eindigt de toegang tot de eigen loonstroken en jaaropgaven bij Gemeente Ommen, vanwege het einde van de termijn na vertrek. Daarna is er bij Gemeente Ommen geen toegang meer.',
    )
  })

  it('in English', () => {
    expect(told(leaver, march, { language: 'en' })).toBe(
      'On 2 March 2027 at 11:00 (Dutch time) Anna de Wit has access to their own payslips and annual statements at Gemeente Ommen, because of the work there up to and including 31 December 2026. This access runs up to and including 31 March 2027 (until 1 April 2027, 00:00 Dutch time). Given by Hanna de Vries (HR) on 4 November 2026. On 1 April 2027 at 00:00 (Dutch time) the access to their own payslips and annual statements at Gemeente Ommen ends, because of the end of the time after leaving. After that there is no more access at Gemeente Ommen.',
    )
  })

  it.each([
    ['je', 'heb je toegang tot je eigen loonstroken'],
    ['u', 'hebt u toegang tot uw eigen loonstroken'],
  ] as const)('to themselves, as the portal speaks (%s)', (form, words) => {
    const grants = leaver.map((one) => ({ ...one, giver: null }))
    const text = told(grants, march, { name: null, form })
    expect(text).toContain(words)
    expect(text).toContain('Gegeven door HR van Gemeente Ommen op 4 november 2026.')
  })

  it('up to the last millisecond, and as over from the instant on', () => {
    expect(told(leaver, '2027-03-31T21:59:59.999Z')).toContain('heeft Anna de Wit toegang tot')
    expect(told(leaver, '2027-03-31T22:00:00.000Z')).toBe(
      'Op 1 april 2027 om 00.00 uur heeft Anna de Wit bij Gemeente Ommen geen toegang meer. De toegang tot de eigen loonstroken en jaaropgaven bij Gemeente Ommen liep tot en met 31 maart 2027 (tot 1 april 2027, 00.00 uur), vanwege het einde van de termijn na vertrek.',
    )
  })

  it('with what changes as the last day ends', () => {
    expect(told(leaver, '2026-12-31T22:59:59.999Z')).toContain(
      'Op 1 januari 2027 om 00.00 uur eindigt de toegang als medewerker van Gemeente Ommen, vanwege het einde van het werk daar. Dan begint de toegang tot de eigen loonstroken en jaaropgaven bij Gemeente Ommen, vanwege het werk daar tot en met 31 december 2026.',
    )
  })

  it('in the past tense, where it is past', () => {
    const now = at('2028-01-01T10:00:00Z')
    expect(told(leaver, march, { now })).toBe(
      'Op 2 maart 2027 om 11.00 uur had Anna de Wit toegang tot de eigen loonstroken en jaaropgaven bij Gemeente Ommen, vanwege het werk daar tot en met 31 december 2026. Deze toegang liep tot en met 31 maart 2027 (tot 1 april 2027, 00.00 uur). Gegeven door Hanna de Vries (HR) op 4 november 2026. Op 1 april 2027 om 00.00 uur eindigde de toegang tot de eigen loonstroken en jaaropgaven bij Gemeente Ommen, vanwege het einde van de termijn na vertrek. Daarna was er bij Gemeente Ommen geen toegang meer.',
    )
  })

  it('with the last day as it was recorded since, whenever the right began', () => {
    const late = grant({ role: 'EX_EMPLOYEE', reason: 'leaving', validFrom: at('2027-01-12T14:30:00Z') })
    expect(tellRight({ ...late, lastDay: '2026-12-15' }, telling())).toContain('werk daar tot en met 15 december 2026.')
    expect(tellRight(late, telling())).toContain('bij Gemeente Ommen, vanwege eerder werk daar.')
  })
})

describe('access is told', () => {
  it('as none before it begins', () => {
    expect(told([grant({ validFrom: at('2027-01-01T08:00:00Z'), validUntil: null })], '2026-12-01T11:00:00Z')).toBe(
      'Op 1 december 2026 om 12.00 uur heeft Anna de Wit bij Gemeente Ommen geen toegang. Op 1 januari 2027 om 09.00 uur begint de toegang als medewerker van Gemeente Ommen, op uitnodiging.',
    )
  })

  it('as never given', () => {
    expect(told([], '2026-12-01T11:00:00Z', { language: 'en' })).toBe(
      'On 1 December 2026 at 12:00 (Dutch time) Anna de Wit has no access. No access was ever given.',
    )
  })

  it('as lapsed, where it was taken back before its first day', () => {
    const taken = grant({ validUntil: at('2019-12-24T10:00:00Z'), endReason: 'WITHDRAWN' })
    expect(told([taken], '2026-12-01T11:00:00Z')).toBe(
      'Op 1 december 2026 om 12.00 uur heeft Anna de Wit bij Gemeente Ommen geen toegang. De toegang als medewerker van Gemeente Ommen is vervallen voordat die begon, vanwege het intrekken van de uitnodiging.',
    )
  })

  it('with every right there is, and a last day for none that has no end', () => {
    const approver = grant({ id: '3', role: 'APPROVER', organisation: 'Zwolle', validUntil: null, system: 'uren' })
    expect(told([grant(), approver], '2026-12-01T11:00:00Z', { language: 'en' })).toContain(
      'There is also access to approve hours at Zwolle (uren), by invitation. This access has no end date.',
    )
  })

  it.each([
    ['invited', null, 'Het account is nog niet geactiveerd: inloggen kan daarna.'],
    ['active', at('2027-01-01T00:00:00Z'), 'Het account is nog niet geactiveerd: inloggen kan daarna.'],
    ['closed', null, 'Het account is gesloten.'],
  ] as const)('as of no use while the account is %s', (status, activatedAt, sentence) => {
    expect(told([grant()], '2026-12-01T11:00:00Z', { account: { status, activatedAt } })).toContain(sentence)
  })

  it.each([
    ['account', null, 'Gegeven door HR van Gemeente Ommen op 20 december 2019.'],
    ['service', null, 'Gegeven door het HR-systeem van Gemeente Ommen op 20 december 2019.'],
    ['journey', null, 'Gegeven door het portaal zelf op 20 december 2019.'],
    ['installation', null, 'Gegeven door de beheerder van het portaal op 20 december 2019.'],
    [null, null, 'Gegeven op 20 december 2019; door wie is niet vastgelegd.'],
  ] as const)('as given by %s', (givenByKind, giver, sentence) => {
    expect(tellRight(grant({ givenByKind, giver }), telling())).toContain(sentence)
  })

  const kinds = roles.flatMap((role) => ['Gemeente Ommen', null].map((organisation) => [role, organisation] as const))

  it.each(kinds)('in both languages for every reason and end, with nobody’s sex: %s in %s', (role, organisation) => {
    const causes = grantReasons.flatMap((reason) => grantEnds.map((endReason) => ({ reason, endReason })))
    const texts = causes.flatMap((cause) => {
      const story = accessStory([grant({ role, organisation, ...cause })], at('2026-12-01T11:00:00Z'))
      return (['nl', 'en'] as const).map((language) => tellAccess(story, telling({ language })))
    })
    expect(
      texts.filter((text) => /undefined|null| ,|\s{2}|\b(zij|hij|zijn|haar|hem|his|her|he|she)\b/.test(text)),
    ).toEqual([])
    expect(new Set(texts).size).toBe(texts.length)
  })
})
