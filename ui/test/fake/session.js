// Boot, locking, and the short lists.
import { handle } from './registry.js';
import { clinic, identifier_types, people, practitioners, priceAt, rooms, services, specialties, STANDARD, world } from './world.js';

export function boot() {
  const known = ['open', 'locked', 'sign_in', 'change_password'].includes(world.phase);
  return {
    phase: world.phase, problem: null,
    connection: known ? { id: 'main', name: clinic.sample ? 'Sample clinic' : 'Clinic server', kind: clinic.sample ? 'sample' : 'server', address: 'clinic-db' } : null,
    clinic: world.phase === 'open' ? { ...clinic } : known ? { name: clinic.name, sample: clinic.sample } : null,
    person: ['open', 'locked', 'change_password'].includes(world.phase) ? world.me : null,
    quick_people: known ? people.filter((one) => one.pin_set).map(({ user_id, name, roles }) => ({ user_id, name, roles })) : [],
    sample_logins: clinic.sample ? people.map((one) => ({ login: one.login, password: 'sample', name: one.name, role: one.roles[0] })) : null,
    workstation: { id: 'w1', name: 'Front desk 1' }, notices: [], version: '0.1.0',
  };
}

handle('boot', boot);
handle('activity', () => null);
handle('painted', () => null);
handle('set_theme', () => null);
handle('set_zoom', () => null);
handle('reconnect', boot);
handle('about', () => ({ version: '0.1.0', log_folder: '/home/desk/.local/state/clinic-desk', data_folder: '/home/desk/.local/share/clinic-desk' }));
handle('lock', () => {
  world.phase = 'locked';
  return boot();
});
handle('sign_out', () => {
  world.phase = 'sign_in';
  return boot();
});
handle('ask:clinic', () => ({ ...clinic }));
handle('ask:me', () => world.me);
handle('ask:practitioners', () => practitioners);
handle('ask:rooms', () => rooms);
handle('ask:services', () => services.map((one) => ({ ...one, prices: one.prices ?? [], today_minor: priceAt({ ...one, prices: one.prices ?? [] }, STANDARD, clinic.today).price_minor })));
handle('ask:specialties', () => specialties);
handle('ask:identifier_types', () => identifier_types);
