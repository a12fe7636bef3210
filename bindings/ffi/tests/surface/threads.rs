//! Many threads, and two providers on one store, as an app beside its extension.

use std::thread;

use passkey_provider_ffi::{ErrorCode, FfiError};

use crate::world::{World, code, reference, sign_in};

const THREADS: usize = 8;
const OPERATIONS: usize = 1_000;

#[test]
fn eight_threads_use_two_providers_a_thousand_times_each_and_no_count_is_lost() {
    let world = World::new();
    let other = world.beside();
    let passkey = reference(&world.register("ada").passkey);
    let signed: usize = thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS)
            .map(|number| {
                let (world, other, passkey) = (&world, &other, &passkey);
                scope.spawn(move || {
                    let provider = if number % 2 == 0 { &world.provider } else { other };
                    let mut signed = 0;
                    for operation in 0..OPERATIONS {
                        match operation % 4 {
                            0 => signed += usize::from(counted(sign_in(provider, &[]))),
                            1 => assert_eq!(provider.list().unwrap().passkeys.len(), 1),
                            2 => assert_eq!(provider.candidates("example.com".to_owned()).unwrap().len(), 1),
                            _ => assert!(provider.show(passkey.clone()).unwrap().created_epoch > 0),
                        }
                    }
                    signed
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    assert!(signed > 0);
    assert_eq!(usize::try_from(world.provider.show(passkey).unwrap().sign_count).unwrap(), signed);
    assert!(world.provider.check().unwrap().is_good);
}

/// Whether it signed; waiting too long for the other provider is the one way not to.
fn counted<T>(outcome: Result<T, FfiError>) -> bool {
    match outcome {
        Ok(_) => true,
        Err(error) => {
            assert_eq!(code::<()>(Err(error)), ErrorCode::StoreBusy);
            false
        }
    }
}
