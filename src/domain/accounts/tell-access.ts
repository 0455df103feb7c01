import { assertNever } from '../errors.ts'
import type { Form, Language } from '../portals/portal.ts'
import { localInstant } from '../time.ts'
import { tellDay, tellInstant, tellUntil } from '../told-dates.ts'
import { type Sentences, sentencesIn, type Who } from './access-sentences.ts'
import type { AccessChange, AccessStory, StoryGrant } from './access-story.ts'
import { accessOfRole, endTexts, reasonTexts, workUntil } from './access-texts.ts'
import type { AccountStatus } from './account.ts'

/** Whom it is about, who hears it, and when. */
export type Telling = {
  readonly language: Language
  /** Null: told to the person themselves. */
  readonly name: string | null
  readonly form: Form
  /** What lies before it is told in the past tense. */
  readonly now: Date
  readonly account: { readonly status: AccountStatus; readonly activatedAt: Date | null }
}

/** The whole answer, to be read out. */
export function tellAccess(story: AccessStory<StoryGrant>, telling: Telling): string {
  const told = story.rights.length === 0 ? tellNone(story, telling) : tellRights(story, telling)
  return [...told, ...(story.next === null ? [] : [tellChange(story.next, telling)])].join(' ')
}

/** One right: what it gives and why, until when, and who gave it. */
export function tellRight(grant: StoryGrant, telling: Telling): string {
  const what = `${phraseOf(grant, telling)}, ${reasonOf(grant, telling)}`
  const word = telling.language === 'nl' ? 'Toegang' : 'Access'
  return [`${word} ${what}.`, ...termsOf(grant, telling)].join(' ')
}

/** What changes at one instant, and whether anything is left then. */
export function tellChange({ at, ends, begins, isLast }: AccessChange<StoryGrant>, telling: Telling): string {
  const say = sentencesIn[telling.language]
  const isPast = at < telling.now
  const when = (n: number) => ({ moment: n === 0 ? tellInstant(at, telling.language) : null, isPast })
  const ended = ends.map((grant, n) => say.ends({ ...when(n), ...endOf(grant, telling) }))
  const begun = begins.map((grant, n) => {
    const why = `, ${reasonOf(grant, telling)}`
    return say.begins({ ...when(n + ends.length), what: phraseOf(grant, telling), why })
  })
  const after = isLast ? [say.nothingAfter({ at: say.at(placesOf(ends)), isPast })] : []
  return [...ended, ...begun, ...after].join(' ')
}

/** Who gave a right, as part of a sentence; null where nobody wrote it down. */
export function tellGiver(
  { givenByKind, giver, organisation }: StoryGrant,
  { language }: Pick<Telling, 'language'>,
): string | null {
  const say = sentencesIn[language]
  switch (givenByKind) {
    case 'account':
      return giver === null ? say.byHr(organisation) : say.byPerson(giver)
    case 'service':
      return say.bySystem(organisation)
    case 'journey':
      return say.byItself
    case 'installation':
      return say.byInstallation
    case 'anonymous':
    case null:
      return null
    default:
      return assertNever(givenByKind)
  }
}

function tellRights({ at, rights }: AccessStory<StoryGrant>, telling: Telling): readonly string[] {
  const say = sentencesIn[telling.language]
  const isPast = at < telling.now
  const moment = tellInstant(at, telling.language)
  const told = rights.flatMap((grant, n) => {
    const what = `${phraseOf(grant, telling)}, ${reasonOf(grant, telling)}`
    const first = n === 0 ? say.has(whoOf(telling), { moment, what, isPast }) : say.hasAlso({ what, isPast })
    return [first, ...termsOf(grant, telling)]
  })
  return [...told, ...accountAt(at, telling)]
}

function tellNone({ at, ended, neverBegun, next }: AccessStory<StoryGrant>, telling: Telling): readonly string[] {
  const say = sentencesIn[telling.language]
  const about = [...ended, ...(next?.begins ?? []), ...(ended.length === 0 && next === null ? neverBegun : [])]
  const none = say.hasNone(whoOf(telling), {
    moment: tellInstant(at, telling.language),
    at: about.length === 0 ? '' : say.at(placesOf(about)),
    anyMore: ended.length > 0 && next === null,
    isPast: at < telling.now,
  })
  if (ended.length > 0) return [none, ...ended.map((grant) => tellEnded(grant, say, telling))]
  if (next !== null) return [none]
  if (neverBegun.length === 0) return [none, say.neverGiven]
  return [none, ...neverBegun.map((grant) => say.neverBegan(endOf(grant, telling)))]
}

function tellEnded(grant: StoryGrant, say: Sentences, telling: Telling): string {
  const until = grant.validUntil === null ? '' : tellUntil(grant.validUntil, telling.language)
  return say.lasted({ ...endOf(grant, telling), until })
}

function termsOf(grant: StoryGrant, telling: Telling): readonly string[] {
  const { language, now } = telling
  const { validUntil } = grant
  const say = sentencesIn[language]
  const until = validUntil === null ? null : tellUntil(validUntil, language)
  return [
    say.lasts({ until, isPast: validUntil !== null && validUntil <= now }),
    say.given({ by: tellGiver(grant, telling), on: tellDay(grant.givenAt, language) }),
  ]
}

/** Whether a right was any use then: only an account that is activated and not closed lets anybody in. */
function accountAt(at: Date, { account, language, now }: Telling): readonly string[] {
  const say = sentencesIn[language]
  const { status, activatedAt } = account
  if (status === 'closed') return at < now ? [] : [say.closed]
  const isTooEarly = status === 'invited' || (activatedAt !== null && at < activatedAt)
  return isTooEarly ? [say.notActivated({ isPast: at < now })] : []
}

function phraseOf({ role, organisation, system }: StoryGrant, telling: Telling): string {
  const say = sentencesIn[telling.language]
  const named = { of: say.of(organisation), at: say.at([organisation]), own: say.own(whoOf(telling)) }
  const phrase = accessOfRole[role][telling.language](named)
  return system === null ? phrase : `${phrase} (${system})`
}

function reasonOf({ reason, lastDay }: StoryGrant, { language }: Telling): string {
  const isTold = reason === 'leaving' && lastDay !== null
  return isTold ? workUntil[language](tellDay(localInstant(lastDay), language)) : reasonTexts[reason][language]
}

function endOf(grant: StoryGrant, telling: Telling): { readonly what: string; readonly why: string } {
  const { endReason } = grant
  const why = endReason === null ? '' : `, ${endTexts[endReason][telling.language]}`
  return { what: phraseOf(grant, telling), why }
}

function whoOf({ name, form }: Telling): Who {
  return name === null ? { form } : { name }
}

function placesOf(grants: readonly StoryGrant[]): readonly (string | null)[] {
  return grants.map(({ organisation }) => organisation)
}
