import { ApiError } from './api/error';
import { clickUnderWay } from './pointer';

const EVERY_MS = 5_000;
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 60_000;

/** How a value that is fetched again and again stands. */
export type Standing = 'loading' | 'ready' | 'waking' | 'failed';

/**
 * A value of the API that stays fresh: fetched at once, then every five seconds while the page is
 * visible. What was shown stays shown while a newer value is on its way or fails to come. After a
 * failure it tries again sooner, then ever later; a server's `Retry-After` is respected. A value that
 * comes in the middle of a click waits for its end.
 *
 * Create it during component initialization. `load` is called inside an effect: what it reads of
 * reactive state synchronously restarts it.
 */
export class Live<T> {
	data = $state.raw<T>();
	error = $state.raw<ApiError>();
	/** True while what is shown answers an older question than the one asked. */
	stale = $state(false);

	#load: (signal: AbortSignal) => Promise<T>;
	#every: number;
	#stop: () => void = () => {};
	#failures = 0;

	constructor(load: (signal: AbortSignal) => Promise<T>, every = EVERY_MS) {
		this.#load = load;
		this.#every = every;
		$effect(() => {
			this.#start();
			return () => this.#stop();
		});
	}

	get standing(): Standing {
		if (this.data !== undefined) return 'ready';
		if (!this.error) return 'loading';
		return this.error.waking ? 'waking' : 'failed';
	}

	/** Fetches now and goes on from there. */
	refresh = (): void => {
		this.#stop();
		this.#failures = 0;
		this.#start();
	};

	#start(): void {
		const abort = new AbortController();
		let timer: ReturnType<typeof setTimeout> | undefined;
		this.stale = true;

		const next = (ms: number) => {
			timer = setTimeout(() => (document.hidden ? next(ms) : void this.#fetch(abort.signal).then(next)), ms);
		};
		const onVisible = () => {
			if (document.hidden) return;
			clearTimeout(timer);
			void this.#fetch(abort.signal).then(next);
		};
		document.addEventListener('visibilitychange', onVisible);
		this.#stop = () => {
			abort.abort();
			clearTimeout(timer);
			document.removeEventListener('visibilitychange', onVisible);
		};
		void this.#fetch(abort.signal).then(next);
	}

	/** Resolves to the milliseconds until the next fetch. */
	async #fetch(signal: AbortSignal): Promise<number> {
		try {
			const data = await this.#load(signal);
			await clickUnderWay();
			if (signal.aborted) return this.#every;
			this.data = data;
			this.error = undefined;
			this.stale = false;
			this.#failures = 0;
			return this.#every;
		} catch (thrown) {
			if (signal.aborted) return this.#every;
			this.error = thrown instanceof ApiError ? thrown : new ApiError(0, 'unexpected', String(thrown));
			this.#failures += 1;
			return this.#pause();
		}
	}

	#pause(): number {
		const asked = (this.error?.retryAfter ?? 0) * 1_000;
		return Math.max(asked, Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (this.#failures - 1)));
	}
}
