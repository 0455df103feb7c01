import type { Params } from './params.ts'

/** What a leaver has still to do. Flags, because a row holds what is said and not how. */
export type Todo = {
  readonly giveEmail: boolean
  readonly ownFactor: boolean
  readonly ownPassword: boolean
}

export function readTodo(params: Params): Todo {
  const todo = params.within('todo')
  return {
    giveEmail: todo.flag('giveEmail'),
    ownFactor: todo.flag('ownFactor'),
    ownPassword: todo.flag('ownPassword'),
  }
}

type Manner = 'je' | 'u' | 'en'

const sentences: Readonly<Record<keyof Todo | 'intro', Readonly<Record<Manner, string>>>> = {
  intro: {
    je: 'Log vóór je vertrek in en regel dit:',
    u: 'Log vóór uw vertrek in en regel dit:',
    en: 'Sign in before you leave and arrange this:',
  },
  giveEmail: {
    je: 'Geef een privé-e-mailadres op. Je zakelijke adres werkt straks niet meer.',
    u: 'Geef een privé-e-mailadres op. Uw zakelijke adres werkt straks niet meer.',
    en: 'Give a private mail address. Your work address will no longer work.',
  },
  ownFactor: {
    je: 'Stel de tweede stap in op je eigen telefoon of tablet, voordat je je werktelefoon inlevert.',
    u: 'Stel de tweede stap in op uw eigen telefoon of tablet, voordat u uw werktelefoon inlevert.',
    en: 'Set up the second step on your own phone or tablet, before you hand in your work phone.',
  },
  ownPassword: {
    je: 'Kies een eigen wachtwoord en een eigen tweede stap. Inloggen via je werkgever kan straks niet meer.',
    u: 'Kies een eigen wachtwoord en een eigen tweede stap. Inloggen via uw werkgever kan straks niet meer.',
    en: 'Choose a password and a second step of your own. Signing in through your employer will no longer work.',
  },
}

/** Nothing where nothing is to do. */
export function leaverTodo(todo: Todo, manner: Manner): readonly string[] {
  const left = (['giveEmail', 'ownFactor', 'ownPassword'] as const).filter((what) => todo[what])
  return left.length === 0 ? [] : [sentences.intro[manner], ...left.map((what) => sentences[what][manner])]
}
