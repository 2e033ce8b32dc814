// Loaded before the app in mode `fake`. Every file beside this one registers what it stands in for.
import { world } from './world.js';
import { calls, handle, install, news, pace, refusal, tell } from './registry.js';

import.meta.glob(['./*.js', '!./index.js', '!./registry.js', '!./world.js'], { eager: true });
install();

// For the tests: window.fake.world, .calls, .news([...]), .tell(event, payload), .handle(name, fn), .commands() that may be used now
Object.assign(window, { fake: { world, calls, handle, news, pace, refusal, tell, commands: () => import('../../src/keys.js').then((keys) => keys.allCommands()) } });
