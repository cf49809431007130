import { ApiError } from './api/error';

/** Something that a person starts: whether it runs, and why it failed the last time. */
export class Task {
	busy = $state(false);
	error = $state.raw<ApiError>();

	/** What failed, as a sentence; empty where nothing did. */
	get failure(): string {
		return this.error?.message ?? '';
	}

	/** Resolves to undefined when the API refused. */
	async run<T>(work: () => Promise<T>): Promise<T | undefined> {
		this.busy = true;
		this.error = undefined;
		try {
			return await work();
		} catch (thrown) {
			if (!(thrown instanceof ApiError)) throw thrown;
			this.error = thrown;
			return undefined;
		} finally {
			this.busy = false;
		}
	}
}
