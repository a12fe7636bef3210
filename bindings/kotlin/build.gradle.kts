// The package for Android apps: the sources that pom.xml builds for the JVM, beside them those in
// src/android, and a native library for each ABI. `build-android.sh` makes the libraries and the bindings
// before this runs.
//
// Not run where this project is tested: Gradle cannot be had there.
buildscript {
    repositories {
        google()
        mavenCentral()
    }
    dependencies {
        // The Android plugin has Kotlin built in from 9.0 on, and refuses a plugin for it; this says which version.
        classpath("org.jetbrains.kotlin:kotlin-gradle-plugin:2.4.21")
    }
}

plugins {
    id("com.android.library") version "9.5.1"
    `maven-publish`
}

group = "passkeyprovider"
version = "0.1.0"

android {
    namespace = "passkeyprovider"
    compileSdk = 35

    defaultConfig {
        // What the package needs of Java. Credential providers exist since Android 14 (34): an app that supports older
        // systems carries the package there, and does not call it.
        minSdk = 26
        consumerProguardFiles("consumer-rules.pro")
    }

    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_17
        targetCompatibility = JavaVersion.VERSION_17
    }

    sourceSets["main"].apply {
        kotlin.directories += listOf("src/android/kotlin", "build/generated")
        resources.directories += "src/android/resources"
        jniLibs.directories += "build/jniLibs"
    }

    publishing {
        singleVariant("release") {
            withSourcesJar()
        }
    }
}

publishing {
    publications {
        register<MavenPublication>("release") {
            artifactId = "passkey-provider"
            afterEvaluate { from(components["release"]) }
        }
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
