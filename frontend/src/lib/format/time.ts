/** Days, ranges and bills are in UTC, so every time on a page is too: nothing moves to another day between two pages. */
const CLOCK = new Intl.DateTimeFormat('en-US', { timeStyle: 'medium', hourCycle: 'h23', timeZone: 'UTC' });
const DAY_CLOCK = new Intl.DateTimeFormat('en-US', {
	month: 'short',
	day: 'numeric',
	hour: '2-digit',
	minute: '2-digit',
	hourCycle: 'h23',
	timeZone: 'UTC'
});
const DAY = new Intl.DateTimeFormat('en-US', { month: 'short', day: 'numeric', timeZone: 'UTC' });
const DAY_YEAR = new Intl.DateTimeFormat('en-US', {
	month: 'short',
	day: 'numeric',
	year: 'numeric',
	timeZone: 'UTC'
});
const HOUR = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' });
const MOMENT = new Intl.DateTimeFormat('en-US', {
	dateStyle: 'medium',
	timeStyle: 'medium',
	hourCycle: 'h23',
	timeZone: 'UTC'
});
const HERE = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'long', hourCycle: 'h23' });

const MINUTE = 60_000;
const HOUR_MS = 60 * MINUTE;
const DAY_MS = 24 * HOUR_MS;

/** `852 ms`, `2.01 s`, `1 m 12 s`. */
export function duration(ms: number): string {
	if (ms < 1_000) return `${Math.round(ms)} ms`;
	if (ms < MINUTE) return `${(ms / 1_000).toFixed(2)} s`;
	return `${Math.floor(ms / MINUTE)} m ${Math.round((ms % MINUTE) / 1_000)} s`;
}

/** A time in UTC as rows of a list say it: `08:59:59` today, `Nov 19, 08:59` before. */
export function clock(at: Date, now: Date): string {
	return at.toISOString().slice(0, 10) === now.toISOString().slice(0, 10) ? CLOCK.format(at) : DAY_CLOCK.format(at);
}

/** The whole moment where the reader is, with its zone: what a time in UTC says when it is pointed at. */
export function local(at: Date): string {
	return HERE.format(at);
}

/** `just now`, `3 min ago`, `2 h ago`, `5 d ago`, then the day. */
export function ago(at: Date, now: Date): string {
	const past = now.getTime() - at.getTime();
	if (past < MINUTE) return 'just now';
	if (past < HOUR_MS) return `${Math.floor(past / MINUTE)} min ago`;
	if (past < DAY_MS) return `${Math.floor(past / HOUR_MS)} h ago`;
	if (past < 60 * DAY_MS) return `${Math.floor(past / DAY_MS)} d ago`;
	return DAY_YEAR.format(at);
}

/** A UTC day as `Nov 21`. */
export function day(at: Date): string {
	return DAY.format(at);
}

/** A UTC day as `Nov 21, 2026`. */
export function dayYear(at: Date): string {
	return DAY_YEAR.format(at);
}

/** A UTC hour as `09:00`. */
export function hour(at: Date): string {
	return HOUR.format(at);
}

/** The whole moment in UTC, for records. */
export function moment(at: Date): string {
	return `${MOMENT.format(at)} UTC`;
}
