// The package for Android apps: the sources that pom.xml builds for the JVM, beside them those in
// src/android, and a native library for each ABI. `build-android.sh` makes the libraries and the bindings
// before this runs.
//
// Not run where this project is tested: Gradle's plugin for Android comes from Google's Maven only.
plugins {
    id("com.android.library") version "8.13.0"
    id("org.jetbrains.kotlin.android") version "2.4.21"
}

group = "passkeyprovider"
version = "0.1.0"

android {
    namespace = "passkeyprovider"
    compileSdk = 35

    defaultConfig {
        // Credential providers exist since Android 14; so does all that the bindings need of Java.
        minSdk = 34
        consumerProguardFiles("consumer-rules.pro")
    }

    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_17
        targetCompatibility = JavaVersion.VERSION_17
    }

    sourceSets["main"].apply {
        kotlin.setSrcDirs(listOf("src/main/kotlin", "src/android/kotlin", "build/generated"))
        jniLibs.setSrcDirs(listOf("build/jniLibs"))
    }
}

kotlin {
    // The bindings are internal: what they declare is not asked for its visibility.
    explicitApi()
    compilerOptions {
        jvmTarget.set(org.jetbrains.kotlin.gradle.dsl.JvmTarget.JVM_17)
        // A call that may write gives an epoch, which is lost where what it gives is.
        freeCompilerArgs.add("-Xreturn-value-checker=check")
    }
}

dependencies {
    implementation("org.jetbrains.kotlin:kotlin-stdlib:2.4.21")
    // In the public API: the dispatcher of `suspending`.
    api("org.jetbrains.kotlinx:kotlinx-coroutines-core:1.11.0")
    // The archive has JNA's own native library for each ABI.
    implementation("net.java.dev.jna:jna:5.19.1@aar")
}
