import { isPlain, type Plain } from './policy-form';

export interface ReadSource {
	document?: Plain;
	/** Why it is not a document. */
	error?: string;
	/** The line of it, from 1, where that is known. */
	line?: number;
}

/** A document as the source editor shows it. */
export function writeSource(document: Plain): string {
	return JSON.stringify(document, null, 2);
}

export function readSource(source: string): ReadSource {
	try {
		const document: unknown = JSON.parse(source);
		return isPlain(document) ? { document } : { error: 'A policy is an object: { … }.' };
	} catch (thrown) {
		const reason = thrown instanceof Error ? thrown.message : String(thrown);
		const line = lineOfReason(reason, source);
		return { error: `This is not JSON${line ? ` (line ${line})` : ''}: ${reason}`, line };
	}
}

function lineOfReason(reason: string, source: string): number | undefined {
	const said = /line (\d+)/.exec(reason)?.[1];
	if (said) return Number(said);
	const position = /position (\d+)/.exec(reason)?.[1];
	if (position) return source.slice(0, Number(position)).split('\n').length;
	return /end of JSON/.test(reason) ? source.split('\n').length : undefined;
}

/**
 * The line, from 1, where the value of a dotted path begins, or of the deepest part of the path that
 * is there; undefined where none of it is. Reads the indentation of `writeSource`, as an editor folds.
 */
export function lineOf(source: string, path: string): number | undefined {
	const lines = source.split('\n');
	let found: number | undefined;
	let from = 1;
	let until = lines.length;
	for (const [depth, name] of path.split('.').entries()) {
		const at = /^\d+$/.test(name) ? nthItem(lines, from, until, depth, Number(name)) : member(lines, from, until, depth, name);
		if (at === undefined) break;
		found = at;
		from = at + 1;
		until = closing(lines, at, depth) ?? at;
	}
	return found === undefined ? undefined : found + 1;
}

const indent = (depth: number) => '  '.repeat(depth + 1);

function member(lines: string[], from: number, until: number, depth: number, name: string): number | undefined {
	const start = `${indent(depth)}${JSON.stringify(name)}:`;
	return inside(lines, from, until, (line) => line.startsWith(start));
}

function nthItem(lines: string[], from: number, until: number, depth: number, nth: number): number | undefined {
	let seen = -1;
	const own = new RegExp(`^${indent(depth)}[^\\s\\]}]`);
	return inside(lines, from, until, (line) => own.test(line) && ++seen === nth);
}

function inside(lines: string[], from: number, until: number, wanted: (line: string) => boolean): number | undefined {
	const at = lines.slice(from, until).findIndex(wanted);
	return at < 0 ? undefined : from + at;
}

function closing(lines: string[], from: number, depth: number): number | undefined {
	if (!/[[{]$/.test(lines[from] ?? '')) return undefined;
	const end = new RegExp(`^${indent(depth)}[\\]}]`);
	return inside(lines, from + 1, lines.length, (line) => end.test(line));
}
