import { type DemoPortal, officeHours } from './portal-data.ts'

/** Installation firms with one account for all systems. The broker they verify with offers English, so the portal does. */
export const wijTechniek: DemoPortal = {
  slug: 'wij-techniek',
  name: 'Wij Techniek account',
  about: 'Manual 004: employers with one account for all systems, in Dutch and English',
  languages: ['nl', 'en'],
  form: 'je',
  identifier: 'email',
  usernameSuffix: null,
  mailFrom: 'noreply@wij-techniek.example',
  smsFrom: 'WijTechniek',
  // Second steps as Drempel has them by itself: for ADMIN and HR, who may put it off for fourteen days.
  policy: { activation: { pin: 'none', validDays: 14, reminderDays: [5, 10] } },
  organisations: [
    {
      name: 'Installatiebedrijf Janssen',
      kind: 'employer',
      kvkNumber: '68750110',
      mailDomains: ['janssen-installatie.example'],
      serviceDesk: {
        name: 'Klantenservice',
        mail: 'klantenservice@wij-techniek.example',
        phone: '0348-555 400',
        hours: officeHours,
      },
    },
  ],
  accounts: [
    {
      name: 'Jan Janssen',
      identifier: 'jan@janssen-installatie.example',
      email: 'jan@janssen-installatie.example',
      role: 'ADMIN',
      organisation: 'Installatiebedrijf Janssen',
    },
    {
      name: 'Mieke Janssen',
      identifier: 'hr@janssen-installatie.example',
      email: 'hr@janssen-installatie.example',
      role: 'HR',
      organisation: 'Installatiebedrijf Janssen',
    },
    {
      name: 'Stefan Kuipers',
      identifier: 'stefan@janssen-installatie.example',
      email: 'stefan@janssen-installatie.example',
      mobile: '+31612345641',
      dateOfBirth: '1982-02-11',
      role: 'EMPLOYEE',
      organisation: 'Installatiebedrijf Janssen',
    },
  ],
  invitations: [
    {
      reference: 'demo-1',
      organisation: 'Installatiebedrijf Janssen',
      daysAgo: 2,
      name: 'Lisa Vermeulen',
      email: 'lisa@janssen-installatie.example',
      mobile: '+31612345642',
      dateOfBirth: '1991-05-05',
    },
  ],
}
