import { changeContact } from '../../db/accounts.ts'
import type { Pool } from '../../db/client.ts'
import { getPortal } from '../../db/portals.ts'
import type { Language } from '../../domain/portals/portal.ts'
import { type Call, execute, refuse } from '../execute.ts'
import { holdOwnAccount } from './hold-own-account.ts'

/** In which language somebody is written to. */
export async function setLanguage(
  deps: { readonly app: Pool },
  call: Call,
  { language }: { readonly language: Language },
): Promise<{ readonly personId: string }> {
  return execute(deps, call, 'languageSet', async (tx) => {
    const own = await holdOwnAccount(tx, call, { fresh: false })
    if ('refused' in own) return own
    const subject = { subjectId: own.account.id }
    if (!(await getPortal(tx)).languages.includes(language)) {
      return refuse('LANGUAGE_NOT_SPOKEN', {
        problems: [{ path: 'language', code: 'LANGUAGE_NOT_SPOKEN' }],
        ...subject,
      })
    }
    await changeContact(tx, own.person.id, { language })
    return { value: { personId: own.person.id }, ...subject }
  })
}
