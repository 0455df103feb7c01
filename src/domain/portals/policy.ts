import { z } from 'zod'

const days = z.int().min(1).max(366)

const activation = z
  .object({
    /** Invitations go out this many days before the first working day; null: as soon as HR asks. */
    leadDays: z.int().min(0).max(366).nullable().default(null),
    /** On which local calendar days after the invitation a reminder goes out, at reminderHour. */
    reminderDays: z.array(days).max(10).default([3, 6]),
    reminderHour: z.int().min(0).max(23).default(9),
    /** The link works through the whole of this many calendar days after the day of the invitation. */
    validDays: days.default(7),
    /** Whether a PIN by SMS proves the mobile number on file (S002-020). */
    pin: z.enum(['sms', 'none']).default('sms'),
    pinMinutes: z.int().min(2).max(60).default(10),
    pinAttempts: z.int().min(3).max(10).default(5),
    /** How many PINs one number may be sent within an hour. */
    pinsPerHour: z.int().min(1).max(20).default(5),
    /** How many PINs one plan of an invitation is worth: whoever found a link must not guess on for days. */
    pinsPerPlan: z.int().min(3).max(100).default(15),
  })
  .refine((policy) => policy.reminderDays.every((day) => day <= policy.validDays), {
    message: 'a reminder falls after the link has expired',
    path: ['reminderDays'],
  })

const password = z.object({
  minLength: z.int().min(8).max(64).default(12),
  /** Opt-in: the standards advise against composition rules, some portals still promise them (S002-024). */
  composition: z.array(z.enum(['lower', 'upper', 'digit', 'punctuation'])).default([]),
})

const session = z.object({
  idleMinutes: z.int().min(5).max(1440).default(30),
  absoluteHours: z.int().min(1).max(168).default(12),
})

const schema = z.object({
  activation: activation.prefault({}),
  password: password.prefault({}),
  session: session.prefault({}),
})

/** What a portal decided about its journeys. Every part has a safe default, so an empty document is a good policy. */
export type Policy = z.infer<typeof schema>

export type PolicyProblem = { readonly path: string; readonly message: string }

export function parsePolicy(document: unknown): Policy | readonly PolicyProblem[] {
  const parsed = schema.safeParse(document)
  if (parsed.success) return parsed.data
  return parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }))
}

/** What was stored before a part was invented gets that part's default. */
export function completePolicy(stored: Policy): Policy {
  return schema.parse(stored)
}

export const defaultPolicy: Policy = schema.parse({})
