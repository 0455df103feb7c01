import type { Direction, Page } from '../db/page.ts'
import type { FigureFilter, FigureRow } from '../db/payroll-figures.ts'
import { builder } from './builder.ts'
import { type ConnectionArgs, connect } from './connection.ts'
import { allowed, type Context, holds } from './context.ts'
import { OrganisationRef } from './organisation.ts'
import { DirectionRef } from './person.ts'
import { isOwnPerson, reachOf } from './sight.ts'

export const whoSees =
  'Seen by the person as long as they are an EMPLOYEE of the organisation, and by its HR; no longer once they have left.'

/** For a person’s field, which some who see the person may not see. */
export function mayList(context: Context, personId: string): boolean {
  return isOwnPerson(context, personId) || holds(context, 'figures.read')
}

export function seesFigure(context: Context, { personId, organisationId }: FigureRow): boolean {
  if (allowed(context, 'figures.read', organisationId)) return true
  return isOwnPerson(context, personId) && allowed(context, 'ownFigures.read', organisationId)
}

export const PayrollFigureRef = builder.interfaceRef<FigureRow>('PayrollFigure').implement({
  description: 'What payroll said of somebody. It is shown as it came: nothing here is worked out.',
  fields: (t) => ({
    organisation: t.field({
      type: OrganisationRef,
      nullable: true,
      description: 'Whose payroll said it.',
      resolve: ({ organisationId }) => organisationId,
    }),
    externalReference: t.exposeString('externalReference', {
      description: 'The organisation’s own id of it. All versions of one figure share it.',
    }),
    version: t.exposeInt('version', { description: '1 as first published, one more with each correction.' }),
    publishedAt: t.expose('publishedAt', { type: 'DateTime', description: 'When this version was published.' }),
    replacedAt: t.expose('replacedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Since when a newer version counts; null for the one that counts.',
    }),
  }),
})

const FilterRef = builder.inputType('PayrollFigureFilter', {
  description: 'Which figures. What is left out does not matter.',
  fields: (t) => ({
    organisation: t.globalID({ for: OrganisationRef, description: 'Of whose payroll.' }),
    from: t.field({ type: 'Date', description: 'From this day on.' }),
    until: t.field({ type: 'Date', description: 'Up to and including this day.' }),
    includeReplaced: t.boolean({ description: 'Also what a correction replaced. Default only what counts.' }),
  }),
})

const OrderRef = builder.inputType('PayrollFigureOrder', {
  description: 'The order of figures: by their day.',
  fields: (t) => ({
    direction: t.field({ type: DirectionRef, required: true, description: 'Which way.' }),
  }),
})

export const figureArgs = builder.args((t) => ({
  filter: t.field({ type: FilterRef, description: 'Which of them.' }),
  orderBy: t.field({ type: OrderRef, description: 'In which order. Default the newest first.' }),
}))

export type AskedFigures = ConnectionArgs & {
  readonly filter?:
    | (Omit<FigureFilter, 'personId' | 'reach' | 'organisationId'> & {
        readonly organisation?: { readonly id: string } | null | undefined
      })
    | null
    | undefined
  readonly orderBy?: { readonly direction: Direction } | null | undefined
}

type Listing = { readonly filter: FigureFilter; readonly page: Page; readonly direction: Direction }

/** One person's figures, as far as the asker sees them: their own where they work, and those of people HR answers for. */
export function connectFigures<T extends FigureRow>(
  context: Context,
  { personId, dayOf }: { readonly personId: string; readonly dayOf: (figure: T) => string },
  { asked, list }: { readonly asked: AskedFigures; readonly list: (listing: Listing) => Promise<readonly T[]> },
) {
  const { filter: given, orderBy, ...args } = asked
  const { organisation, ...wanted } = { ...given }
  const own = isOwnPerson(context, personId) ? (['ownFigures.read'] as const) : []
  const reach = reachOf(context, ['figures.read', ...own])
  const filter = { ...wanted, personId, reach, organisationId: organisation?.id }
  const order = { types: ['date', 'uuid'] as const, keyOf: (figure: T) => [dayOf(figure), figure.id] }
  return connect(args, order, (page) => list({ filter, page, direction: orderBy?.direction ?? 'DESC' }))
}
