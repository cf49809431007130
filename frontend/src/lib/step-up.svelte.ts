/**
 * Asking who is signed in to prove it once more. The API refuses a sensitive change with
 * `step_up_required`; the client then asks here, a dialog answers, and the change is sent again.
 */
class StepUp {
	/** True while a dialog should ask. */
	open = $state(false);

	#asks = false;
	#asked: Promise<boolean> | undefined;
	#answer: (proved: boolean) => void = () => {};

	/** Called by the page that shows the dialog; what it returns says that it does so no longer. */
	attach(): () => void {
		this.#asks = true;
		return () => {
			this.#asks = false;
			this.settle(false);
		};
	}

	/** Resolves to whether the person proved it; calls at the same time share one question. */
	async ask(): Promise<boolean> {
		if (!this.#asks) return false;
		this.#asked ??= new Promise((resolve) => {
			this.open = true;
			this.#answer = resolve;
		});
		return this.#asked;
	}

	settle(proved: boolean): void {
		this.open = false;
		this.#asked = undefined;
		this.#answer(proved);
	}
}

export const stepUp = new StepUp();
