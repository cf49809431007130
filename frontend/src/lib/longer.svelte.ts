import { untrack } from 'svelte';
import type { Live } from './live.svelte';
import { Task } from './task.svelte';

interface Row {
	id: string;
}

interface Rows<T extends Row> {
	items: T[];
	next_cursor?: string | null;
}

/**
 * A live list that grows on demand: its newest page stays fresh, and what was loaded after it stays
 * shown. Rows that slide from the newest page stay where they belong. Create it during component
 * initialization; it forgets what it loaded when `question` changes.
 */
export class Longer<T extends Row> {
	readonly task = new Task();

	#newest: Live<Rows<T>>;
	#load: (cursor: string) => Promise<Rows<T>>;
	#older = $state.raw<T[]>([]);
	#cursor = $state.raw<string | null>();

	constructor(newest: Live<Rows<T>>, load: (cursor: string) => Promise<Rows<T>>, question: () => unknown) {
		this.#newest = newest;
		this.#load = load;
		$effect(() => {
			void question();
			untrack(() => {
				this.#older = [];
				this.#cursor = undefined;
			});
		});
	}

	get items(): T[] {
		return merged(this.#newest.data?.items ?? [], this.#older);
	}

	/** Where the list goes on; null where it does not. */
	get next(): string | null {
		return this.#cursor === undefined ? (this.#newest.data?.next_cursor ?? null) : this.#cursor;
	}

	more = async (): Promise<void> => {
		const cursor = this.next;
		if (!cursor) return;
		const shown = this.items;
		const answer = await this.task.run(() => this.#load(cursor));
		if (!answer) return;
		this.#older = merged(shown, answer.items);
		this.#cursor = answer.next_cursor ?? null;
	};
}

function merged<T extends Row>(first: T[], rest: T[]): T[] {
	const known = new Set(first.map((row) => row.id));
	return [...first, ...rest.filter((row) => !known.has(row.id))];
}
