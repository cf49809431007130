import { expect, test } from 'vitest';
import { clock, local, moment } from '../../src/lib/format/time';

const NOW = new Date('2026-11-21T23:30:00Z');

test.each([
	['2026-11-21T00:05:09Z', '00:05:09'],
	['2026-11-20T23:59:59Z', 'Nov 20, 23:59']
])('a row says %s in UTC, as the day that it is filed under', (at, text) => expect(clock(new Date(at), NOW)).toBe(text));

test('a record says the whole moment and its zone', () =>
	expect(moment(new Date('2026-11-21T00:05:09Z'))).toBe('Nov 21, 2026, 00:05:09 UTC'));

test('the time of the reader names its zone', () => expect(local(NOW)).toMatch(/Nov 2\d, 2026, \d\d:30:00 \S+/));
