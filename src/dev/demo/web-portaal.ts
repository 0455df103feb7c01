import type { DemoPortal } from './portal-data.ts'

/** One's own absence file: two languages, no PIN before the password, short sessions because it is about health. */
export const webPortaal: DemoPortal = {
  slug: 'web-portaal',
  name: 'Web Portaal HBSwerkt',
  about: 'Manual 001: the own absence file, in Dutch and English, signing in by mail address',
  languages: ['nl', 'en'],
  form: 'je',
  identifier: 'email',
  usernameSuffix: null,
  mailFrom: 'noreply@web-portaal.example',
  smsFrom: 'HBSwerkt',
  policy: {
    activation: { pin: 'none', validDays: 14, reminderDays: [4, 10] },
    session: { idleMinutes: 15, absoluteHours: 8 },
    signIn: {
      entries: [
        {
          audience: { nl: 'Mijn eigen dossier inzien', en: 'See my own file' },
          label: { nl: 'Inloggen', en: 'Sign in' },
          way: 'account',
        },
        {
          audience: { nl: 'Geen werknemer?', en: 'Not an employee?' },
          label: { nl: 'Inloggen op het Web Portaal', en: 'Sign in to the Web Portal' },
          way: 'elsewhere',
          url: 'https://webportaal.hbswerkt.example/',
        },
      ],
    },
    // Obligatory for all, chosen at the first sign-in (S001-029…031).
    factors: { methods: ['sms', 'app'], offer: 'one', obligatoryFor: 'everyone', graceDays: 0 },
    // The date of birth with the address on file, after a robot check (S001-018…022).
    recovery: { password: 'birthDate', robotCheck: true },
  },
  organisations: [
    {
      name: 'HBSwerkt',
      kind: 'employer',
      kvkNumber: '90000102',
      mailDomains: ['hbswerkt.example'],
      serviceDesk: {
        name: 'Frontoffice',
        mail: 'frontoffice@hbswerkt.example',
        phone: '038-555 0100',
        hours: { nl: 'elke werkdag 8.30–17.00 uur', en: 'every working day 8:30–17:00' },
      },
    },
  ],
  accounts: [
    {
      name: 'Marleen Hofman',
      identifier: 'hr@hbswerkt.example',
      email: 'hr@hbswerkt.example',
      mobile: '+31612345613',
      role: 'HR',
      secondStep: 'sms',
      organisation: 'HBSwerkt',
    },
    {
      name: 'Oscar Smit',
      identifier: 'frontoffice@hbswerkt.example',
      email: 'frontoffice@hbswerkt.example',
      mobile: '+31612345614',
      role: 'SERVICE_DESK',
      secondStep: 'sms',
      organisation: 'HBSwerkt',
    },
    {
      name: 'Noor Visser',
      identifier: 'noor@prive.example',
      email: 'noor@prive.example',
      mobile: '+31612345611',
      dateOfBirth: '1985-03-08',
      role: 'EMPLOYEE',
      organisation: 'HBSwerkt',
    },
  ],
  invitations: [
    {
      reference: 'demo-1',
      organisation: 'HBSwerkt',
      daysAgo: 0,
      name: 'Emma Johnson',
      email: 'emma@prive.example',
      mobile: '+31612345612',
      dateOfBirth: '1992-08-21',
    },
  ],
}
