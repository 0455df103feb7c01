import { DomainError } from '../../src/domain/errors.ts'

/** DONE, or the code an act was refused with. */
export async function refusal(acting: Promise<unknown>): Promise<string> {
  try {
    await acting
    return 'DONE'
  } catch (error) {
    if (error instanceof DomainError) return error.code
    throw error
  }
}
