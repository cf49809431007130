import type { ImportReport, ImportRow } from '$lib/api/people';
import { count, plural } from '$lib/format/number';
import type { Tone } from '$lib/ui/badge.svelte';

export const SAMPLE = 'email,name,role,team\nada@example.com,Ada Lovelace,developer,Claims';

const MOST_ROWS = 200;
const TONES: Record<ImportRow['status'], Tone> = { created: 'good', failed: 'bad', unchanged: 'neutral', remaining: 'warn' };
const NAMES: Record<ImportRow['status'], string> = { created: 'new', failed: 'fails', unchanged: 'there already', remaining: 'waits' };

export function rowBadge(row: ImportRow): { name: string; tone: Tone } {
	return { name: NAMES[row.status], tone: TONES[row.status] };
}

/** Failures first, in the order of the file, and not more than a page can show. */
export function shownRows(report: ImportReport): ImportRow[] {
	const failed = report.rows.filter((row) => row.status === 'failed');
	return [...failed, ...report.rows.filter((row) => row.status !== 'failed')].slice(0, MOST_ROWS);
}

/** `12 would be added, 1 is there already, 2 lines fail.` */
export function summary(report: ImportReport, done: boolean): string {
	const parts = [
		`${count(report.created)} ${done ? (report.created === 1 ? 'is' : 'are') : 'would be'} added`,
		report.unchanged && `${count(report.unchanged)} ${report.unchanged === 1 ? 'is' : 'are'} there already`,
		report.failed && `${plural(report.failed, 'line')} ${report.failed === 1 ? 'fails' : 'fail'}`,
		report.remaining && `${count(report.remaining)} still wait`
	].filter(Boolean);
	return `${parts.join(', ')}.`;
}
